using System;
using System.Collections.Generic;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Bundles;

/// <summary>The six sections that an attestation's bundle hash covers, ENGINE to RESULT.</summary>
/// <remarks>Each is the ABI words that the contracts hash, so that calldata can be cut from the file.</remarks>
public sealed class BundleEvidence
{
    /// <summary>The number of sections.</summary>
    public const int SectionCount = (int)BundleSection.Result;

    private static readonly Bytes32 Tag = Keccak256.Hash("VM1.BUNDLE"u8);

    private readonly ReadOnlyMemory<byte>[] _sections;

    /// <summary>The sections in the order of their numbers.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.BundleMalformed"/>: not six sections, or one that is empty or no whole number of words.
    /// </exception>
    public BundleEvidence(IReadOnlyList<ReadOnlyMemory<byte>> sections, string file = "")
    {
        if (sections.Count != SectionCount)
        {
            throw new MarginException(
                ErrorCode.BundleMalformed, file, "sections", $"{sections.Count}", $"{SectionCount} sections");
        }

        for (int index = 0; index < SectionCount; index++)
        {
            int length = sections[index].Length;
            if (length == 0 || length % Bytes32.Length != 0)
            {
                throw new MarginException(
                    ErrorCode.BundleMalformed,
                    file,
                    $"{(BundleSection)(index + 1)}",
                    $"{length} bytes",
                    "words of 32 bytes, at least one");
            }
        }

        _sections = [.. sections];
    }

    /// <summary>The bytes of one of the six sections.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Another section.</exception>
    public ReadOnlyMemory<byte> this[BundleSection section]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero((int)section, nameof(section));
            ArgumentOutOfRangeException.ThrowIfGreaterThan((int)section, SectionCount, nameof(section));
            return _sections[(int)section - 1];
        }
    }

    /// <summary>The bundle hash: of the tag, the number of sections, then each section's number and hash.</summary>
    public Bytes32 Hash()
    {
        WordList words = new WordList().Add(Tag).AddUnsigned(SectionCount);
        for (int index = 0; index < SectionCount; index++)
        {
            words.AddUnsigned((ulong)(index + 1)).Add(Keccak256.Hash(_sections[index].Span));
        }

        return words.Hash();
    }
}
