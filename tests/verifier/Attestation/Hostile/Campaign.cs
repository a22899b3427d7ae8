using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Attestation.Hostile;

/// <summary>
/// A reader under many hostile inputs: each is refused by name, or accepted and then written back as it was.
/// </summary>
/// <param name="Accepted">The inputs that the reader took.</param>
/// <param name="Refused">The refusals by name.</param>
/// <param name="Faults">Inputs that ended otherwise, with what happened.</param>
/// <param name="Slowest">The longest time of one input.</param>
internal sealed record Campaign(
    int Accepted, IReadOnlyDictionary<ErrorCode, int> Refused, IReadOnlyList<string> Faults, TimeSpan Slowest)
{
    /// <summary>The number of inputs of one campaign.</summary>
    internal const int Inputs = 100_000;

    /// <summary>More than any input may take on a busy machine; an unbounded one takes minutes.</summary>
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>Runs a campaign and prints what became of the inputs.</summary>
    /// <param name="output">Where the seed and the counts go.</param>
    /// <param name="next">Makes the next input.</param>
    /// <param name="readBack">Reads an input and writes it again; the two must be equal.</param>
    internal static Campaign Run(ITestOutputHelper output, Func<Seeded, byte[]> next, Func<byte[], byte[]> readBack)
    {
        Seeded random = Seeded.Printed(output);
        Dictionary<ErrorCode, int> refused = [];
        List<string> faults = [];
        TimeSpan slowest = TimeSpan.Zero;
        int accepted = 0;
        for (int i = 0; i < Inputs; i++)
        {
            byte[] input = next(random);
            long start = Stopwatch.GetTimestamp();
            try
            {
                accepted++;
                if (!readBack(input).AsSpan().SequenceEqual(input))
                {
                    faults.Add($"{i}: {Hex.Text(input)} is written back in another form");
                }
            }
            catch (MarginException refusal)
            {
                accepted--;
                refused[refusal.Code] = refused.GetValueOrDefault(refusal.Code) + 1;
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                faults.Add($"{i}: {Hex.Text(input)} {fault.GetType().Name} {fault.Message}");
            }

            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            slowest = taken > slowest ? taken : slowest;
        }

        output.WriteLine($"{Inputs} inputs, {accepted} accepted, slowest {slowest.TotalMilliseconds:F1} ms");
        output.WriteLine(string.Join("\n", refused.Select(count => $"{count.Value,7} {count.Key}")));
        return new Campaign(accepted, refused, faults, slowest);
    }
}
