using System.Collections.Generic;
using System.Linq;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Signing;

/// <summary>A committee: its signers in the order of their bits, and how many of them must sign.</summary>
public sealed class SignerSet
{
    /// <summary>The most signers, as in the contract.</summary>
    public const int MaxSigners = 32;

    private static readonly Bytes32 Tag = Keccak256.Hash("VM1.SIGNERS"u8);

    /// <summary>A committee whose threshold is more than half of its signers, so that two quorums share one.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.TooManySigners"/>, <see cref="ErrorCode.ThresholdOutOfRange"/>,
    /// <see cref="ErrorCode.ZeroSigner"/> or <see cref="ErrorCode.DuplicateSigner"/>.
    /// </exception>
    public SignerSet(IReadOnlyList<Address> signers, int threshold, string file = "")
    {
        Require(
            signers.Count <= MaxSigners, ErrorCode.TooManySigners, file, $"{signers.Count}", $"at most {MaxSigners}");
        Require(
            threshold > 0 && threshold <= signers.Count && 2 * (long)threshold > signers.Count,
            ErrorCode.ThresholdOutOfRange,
            file,
            $"{threshold} of {signers.Count}",
            "more than half of the signers, at most all");
        HashSet<Address> seen = [];
        foreach (Address signer in signers)
        {
            Require(signer != default, ErrorCode.ZeroSigner, file, $"{signer}", "an address other than zero");
            Require(seen.Add(signer), ErrorCode.DuplicateSigner, file, $"{signer}", "each signer once");
        }

        Signers = [.. signers];
        Threshold = threshold;
    }

    /// <summary>The signers; bit j of a bitmap stands for the j-th.</summary>
    public IReadOnlyList<Address> Signers { get; }

    /// <summary>The number of signatures of an accepted attestation.</summary>
    public int Threshold { get; }

    /// <summary>
    /// The hash that the contract stores for an epoch: of the signers in order, without the threshold.
    /// </summary>
    public Bytes32 Hash() => Signers
        .Aggregate(new WordList().Add(Tag).AddUnsigned((ulong)Signers.Count), (words, signer) => words.Add(signer))
        .Hash();

    /// <summary>The signer's bit; -1 where he is not in the set.</summary>
    public int IndexOf(Address signer)
    {
        for (int index = 0; index < Signers.Count; index++)
        {
            if (Signers[index] == signer)
            {
                return index;
            }
        }

        return -1;
    }

    private static void Require(bool holds, ErrorCode code, string file, string value, string accepted)
    {
        if (!holds)
        {
            throw new MarginException(code, file, "signers", value, accepted);
        }
    }
}
