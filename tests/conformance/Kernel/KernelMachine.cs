using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Contracts;
using Verifiable.Kernel;
using Verifiable.Testing;
using Xunit;

namespace Verifiable.Tests.Conformance.Kernel;

/// <summary>The kernel's contracts on a local node, one for all tests of a class.</summary>
public sealed class KernelMachine : IAsyncLifetime
{
    private const int RowsPerCall = 250;
    private const int WordLength = 32;
    private LocalChain? _chain;
    private ContractDeployer? _deployer;
    private ContractInstance[] _harnesses = [];

    /// <summary>Compiles the contracts, starts the node and creates the harnesses.</summary>
    public async Task InitializeAsync()
    {
        await LocalChain.CompileAsync(sources:
        [
            "contracts/mocks/KernelHarness.sol", "contracts/mocks/KernelMarginHarness.sol",
            "contracts/mocks/KernelGas.sol", "contracts/mocks/SweepHarness.sol",
        ]);
        _chain = await LocalChain.StartAsync(new LocalChainOptions { Node = LocalNode.Anvil });
        _deployer = new ContractDeployer(_chain.CreateSender(0), _chain.Artifacts, _chain.ChainId);
        _harnesses =
        [
            await DeployAsync("KernelHarness"), await DeployAsync("KernelMarginHarness"),
            await DeployAsync("SweepHarness"),
        ];
    }

    /// <summary>Ends the node.</summary>
    public async Task DisposeAsync()
    {
        if (_chain is not null)
        {
            await _chain.DisposeAsync();
        }
    }

    /// <summary>Creates a contract without constructor arguments.</summary>
    public Task<ContractInstance> DeployAsync(string contract) => _deployer!.DeployAsync(contract, []);

    /// <summary>The results of a function of a harness, some hundred rows a call.</summary>
    public async Task<Int128[]> RunAsync(string function, IReadOnlyList<Int128[]> rows)
    {
        List<Int128> results = [];
        foreach (Int128[][] batch in rows.Chunk(RowsPerCall))
        {
            NamedValues outcome = await HarnessOf(function).CallAsync(function, [Encode(batch)]);
            byte[] words = [.. outcome.Items[0].Value.AsBytes()];
            results.AddRange(words.Chunk(WordLength).Select(ReadLow));
        }

        return [.. results];
    }

    /// <summary>
    /// The name of the error with which a function of a harness refuses a row; null if it does not.
    /// </summary>
    public async Task<string?> RefusalAsync(string function, Int128[] row)
    {
        try
        {
            await HarnessOf(function).CallAsync(function, [Encode([row])]);
            return null;
        }
        catch (MarginException refusal) when (refusal.Code == ErrorCode.TransactionReverted)
        {
            return RevertReason.Of(refusal)?.Name;
        }
    }

    private ContractInstance HarnessOf(string function) =>
        _harnesses.Single(harness => harness.Abi.Functions.Any(candidate => candidate.Name == function));

    private static Int128 ReadLow(byte[] word) => BinaryPrimitives.ReadInt128BigEndian(word.AsSpan(16));

    /// <summary>Each number as a sign-extended word.</summary>
    private static byte[] Encode(Int128[][] rows)
    {
        Int128[] numbers = [.. rows.SelectMany(row => row)];
        byte[] bytes = new byte[numbers.Length * WordLength];
        for (int i = 0; i < numbers.Length; i++)
        {
            Span<byte> word = bytes.AsSpan(i * WordLength, WordLength);
            word[..16].Fill(numbers[i] < 0 ? byte.MaxValue : byte.MinValue);
            BinaryPrimitives.WriteInt128BigEndian(word[16..], numbers[i]);
        }

        return bytes;
    }
}
