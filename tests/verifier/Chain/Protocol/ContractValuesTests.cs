using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Protocol;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Chain.Abi;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Protocol;

/// <summary>The ABI's encoding of a struct against the words that are hashed, which other code writes.</summary>
public sealed class ContractValuesTests
{
    private const string AttestationType =
        "(address,bytes32,uint64,bytes32,bytes32,int128,bytes32,bytes32,bytes32,bytes32,uint64,bytes32,bytes32,int128,"
        + "uint128,uint128,uint128,uint128,int128,bytes32,uint64,uint64,bytes32,uint64,uint8)";

    [Fact]
    public void Of_Attestation_EncodesToTheWordsThatAreHashed()
    {
        MarginAttestation attestation = new()
        {
            Consumer = Address.Parse("0x00000000000000000000000000000000000000A1"),
            Account = Word(1),
            Sequence = 2,
            PriorBookHash = Word(3),
            BookHash = Word(4),
            Cash = -5,
            ActionHash = Word(6),
            EngineId = Word(7),
            ParametersHash = Word(8),
            ScenarioHash = Word(9),
            Round = 10,
            MarketHash = Word(11),
            TotalsHash = Word(12),
            Equity = -13,
            InitialMargin = 14,
            MaintenanceMargin = 15,
            ValueAtRisk = 16,
            ExpectedShortfall = 17,
            PriorExcess = -18,
            BundleHash = Word(19),
            ValidUntil = 20,
            BlockNumber = 21,
            BlockHash = Word(22),
            Epoch = 23,
            Purpose = Purpose.Reduce,
        };

        byte[] encoded = AbiEncoder.Encode(AbiJson.Parameters(AttestationType), [ContractValues.Of(attestation)]);

        Assert.Equal(attestation.ToWords().ToArray(), encoded);
    }

    [Fact]
    public void Of_WithdrawAction_EncodesToThePreimageOfItsHash()
    {
        WithdrawAction action = new(Word(1), 2, 3, Address.Parse("0x00000000000000000000000000000000000000A1"));

        byte[] encoded =
            AbiEncoder.Encode(AbiJson.Parameters("(bytes32,uint8,uint128,address)"), [ContractValues.Of(action)]);

        Assert.Equal(action.Hash(), Keccak256.Hash(encoded));
    }

    /// <summary>
    /// The address that key 0 of every development chain creates with nonce 0, known from many tutorials.
    /// </summary>
    [Theory]
    [InlineData(0, "0x5FbDB2315678afecb367f032d93F642f64180aa3")]
    [InlineData(1, "0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512")]
    [InlineData(2, "0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0")]
    public void CreatedAddress_FirstDevelopmentKey_IsTheWellKnownOne(ulong nonce, string expected)
    {
        Address creator = Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");

        Assert.Equal(expected, ProtocolDeployment.CreatedAddress(creator, nonce).ToString());
    }

    private static Bytes32 Word(ulong seed) => new(seed, seed << 8, seed << 16, seed << 24);
}
