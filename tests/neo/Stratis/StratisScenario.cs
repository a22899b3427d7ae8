using System;
using System.Buffers.Binary;
using System.Linq;
using Stratis.SmartContracts;
using Verifiable.Documents.Rows;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Vault;

namespace Verifiable.Tests.Neo.Stratis;

/// <summary>Whole scenarios of a book in the contract in Stratis style.</summary>
internal static class StratisScenario
{
    private const int WordBytes = 32;

    private static readonly MarginVault Vault = new(new StratisState(), new Address("aa"));

    /// <summary>One scenario's profit or loss, or the name of its refusal.</summary>
    internal static (long Total, string? Refusal) Total(MarginCase of, int scenario)
    {
        try
        {
            return (
                Vault.ScenarioTotal(
                    BookRows.WritePositions(of.Book.Positions),
                    [.. VaultMachine.SectionsOf(of).Cast<byte[]>().SelectMany(Counted)],
                    of.Market.ObservedAt.Seconds,
                    ParameterRows.Write(of.Model),
                    ScenarioRows.Write(of.Scenarios),
                    scenario),
                null);
        }
        catch (SmartContractAssertException refusal)
        {
            return (0, refusal.Message);
        }
    }

    /// <summary>A word with the number of words, then the section.</summary>
    private static byte[] Counted(byte[] section)
    {
        byte[] count = new byte[WordBytes];
        BinaryPrimitives.WriteInt32BigEndian(count.AsSpan(WordBytes - sizeof(int)), section.Length / WordBytes);
        return [.. count, .. section];
    }
}
