using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>Binds documents to the chain: the round, the model and the book have to be the chain's own.</summary>
internal static class AttestationBinder
{
    /// <summary>
    /// The inputs of an attestation of a book, whose market is a registered round and whose model is adopted.
    /// </summary>
    internal static async Task<AttestedInputs> InputsAsync(
        ProtocolContracts contracts, MarginInputs inputs, Book bookAfter, CancellationToken cancellation)
    {
        ulong roundLength = await contracts.Market.RoundLengthSecondsAsync(cancellation);
        ulong round = (ulong)inputs.Market.ObservedAt.Seconds / roundLength;
        RegisteredRound registered = await contracts.Market.RoundAsync(round, BlockReference.Latest, cancellation);
        Bytes32 marketHash = MarketRows.Hash(inputs.Market, round);
        Require("marketHash", marketHash, registered.MarketHash, $"round {round} of the registry");
        Bytes32 modelId = ModelId.Hash(
            CurrentEngine.Id,
            ParameterRows.Hash(inputs.Model.Parameters),
            ScenarioRows.Hash(inputs.Scenarios.Set));
        Require("modelId", modelId, await contracts.Vault.AdoptedModelAsync(cancellation), "the vault's model");
        return new AttestedInputs(
            CurrentEngine.Identity,
            inputs.Model.Enforceable(string.Empty),
            inputs.Scenarios.Set,
            inputs.Market,
            round,
            bookAfter);
    }

    /// <summary>Refuses a book that is not the account's as the vault has it.</summary>
    internal static void RequireBook(ChainBinding binding, Book book) =>
        Require(
            "bookHash",
            BookRows.Hash(book, binding.Consumer),
            binding.PriorBookHash,
            "the vault's book of the account");

    private static void Require(string path, Bytes32 computed, Bytes32 stored, string whose)
    {
        if (computed != stored)
        {
            throw new MarginException(
                ErrorCode.ChainStateMismatch, string.Empty, path, computed.ToString(), $"{stored}, {whose}");
        }
    }
}
