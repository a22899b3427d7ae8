using System;
using System.IO;
using Verifiable.Attestation.Bundles;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Attestation.Evidence;
using Xunit;

namespace Verifiable.Tests.Verifier.Packages;

/// <summary>The bundle that the repository holds, for whoever wants to try a replay.</summary>
public sealed class CommittedBundleTests
{
    internal static string File { get; } = Path.Combine(ReferenceData.Root, "tests", "vectors", "sample.vmb");

    /// <summary>
    /// Signatures are deterministic, so only a changed output bit, and with it a new engine, gives another file. Notes
    /// name the machine, so the committed file has none.
    /// </summary>
    [Fact]
    public void Bytes_AreThoseOfTheSampleBundle()
    {
        Bundle sample = SampleBundle.Signed;
        byte[] made = new Bundle(sample.Evidence, sample.Attestation, sample.Signatures).Encode();
        string received = Path.ChangeExtension(File, "received.vmb");
        if (System.IO.File.Exists(File) && System.IO.File.ReadAllBytes(File).AsSpan().SequenceEqual(made))
        {
            System.IO.File.Delete(received);
            return;
        }

        System.IO.File.WriteAllBytes(received, made);
        Assert.Fail($"The bundle differs: compare {received} with {File}; accept by renaming.");
    }
}
