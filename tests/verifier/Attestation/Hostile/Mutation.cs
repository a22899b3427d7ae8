using System;
using System.Collections.Generic;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Attestation.Hostile;

/// <summary>Inputs that no honest writer makes: a few changes to valid ones, and noise.</summary>
internal static class Mutation
{
    private const int MaxNoise = 300;

    // Lengths, prefixes and signs that decoders compare with.
    private static readonly byte[] Telling =
        [0, 1, 0x20, 0x37, 0x38, 0x7f, 0x80, 0x81, 0xb7, 0xb8, 0xbf, 0xc0, 0xf7, 0xf8, 0xff];

    /// <summary>The next input: noise once in eight, else a valid input with one to four changes.</summary>
    internal static byte[] Next(Seeded random, IReadOnlyList<byte[]> valid)
    {
        if (random.Between(1, 8) == 1)
        {
            return random.Bytes((int)random.Between(0, MaxNoise));
        }

        List<byte> bytes = [.. valid[(int)random.Between(0, valid.Count - 1)]];
        for (long changes = random.Between(1, 4); changes > 0; changes--)
        {
            Change(random, bytes, valid);
        }

        return [.. bytes];
    }

    private static void Change(Seeded random, List<byte> bytes, IReadOnlyList<byte[]> valid)
    {
        int place = (int)random.Between(0, Math.Max(0, bytes.Count - 1));
        switch (random.Between(0, 6))
        {
            case 0 when bytes.Count > 0:
                bytes[place] ^= (byte)(1 << (int)random.Between(0, 7));
                break;
            case 1 when bytes.Count > 0:
                bytes[place] = random.Pick<byte>(Telling);
                break;
            case 2:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 3:
                bytes.RemoveRange(place, (int)random.Between(0, Math.Min(64, bytes.Count - place)));
                break;
            case 4:
                bytes.InsertRange(place, random.Bytes((int)random.Between(1, 40)));
                break;
            case 5:
                int length = (int)random.Between(0, Math.Min(64, bytes.Count - place));
                bytes.InsertRange(place, bytes.GetRange(place, length));
                break;
            default:
                Splice(random, bytes, valid[(int)random.Between(0, valid.Count - 1)]);
                break;
        }
    }

    /// <summary>Puts a piece of another valid input over the same place.</summary>
    private static void Splice(Seeded random, List<byte> bytes, byte[] other)
    {
        int place = (int)random.Between(0, Math.Min(bytes.Count, other.Length));
        int length = (int)random.Between(0, Math.Min(bytes.Count, other.Length) - place);
        for (int i = place; i < place + length; i++)
        {
            bytes[i] = other[i];
        }
    }
}
