using System;
using System.Buffers;
using System.Globalization;
using System.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Hashing;

/// <summary>An Ethereum address: 20 bytes, printed with EIP-55's checksum.</summary>
/// <param name="Word">The address as an ABI word: twelve zero bytes, then the address.</param>
public readonly record struct Address(Bytes32 Word)
{
    private const int ByteLength = 20;
    private const int TextLength = 2 + (2 * ByteLength);

    /// <summary>Reads 20 bytes.</summary>
    /// <exception cref="ArgumentException">Not 20 bytes.</exception>
    public static Address Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteLength)
        {
            throw new ArgumentException("An address has 20 bytes.", nameof(bytes));
        }

        Span<byte> word = stackalloc byte[Bytes32.Length];
        word.Clear();
        bytes.CopyTo(word[12..]);
        return new Address(Bytes32.Read(word));
    }

    /// <summary>Parses 0x and 40 hexadecimal digits; mixed case must carry a right EIP-55 checksum.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.HexMalformed"/>.</exception>
    public static Address Parse(string text, string file = "", string path = "address")
    {
        bool wellFormed = text.Length == TextLength && text.StartsWith("0x", StringComparison.Ordinal);
        byte[] bytes = new byte[ByteLength];
        if (!wellFormed || Convert.FromHexString(text.AsSpan(2), bytes, out _, out _) != OperationStatus.Done)
        {
            throw new MarginException(ErrorCode.HexMalformed, file, path, text, "0x and 40 hexadecimal digits");
        }

        Address address = Read(bytes);
        ReadOnlySpan<char> digits = text.AsSpan(2);
        bool mixedCase = digits.ContainsAnyInRange('a', 'f') && digits.ContainsAnyInRange('A', 'F');
        if (mixedCase && address.ToString() != text)
        {
            throw new MarginException(ErrorCode.HexMalformed, file, path, text, $"the checksum {address}");
        }

        return address;
    }

    /// <summary>The 20 bytes in a fresh array.</summary>
    public byte[] ToArray() => Word.ToArray()[12..];

    /// <summary>0x and 40 digits with EIP-55's mixed-case checksum.</summary>
    public override string ToString()
    {
        string digits = Convert.ToHexStringLower(ToArray());
        string hash = Keccak256.Hash(Encoding.ASCII.GetBytes(digits)).ToString();
        StringBuilder text = new("0x", TextLength);
        for (int i = 0; i < digits.Length; i++)
        {
            bool upper = int.Parse(hash.AsSpan(2 + i, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >= 8;
            text.Append(upper ? char.ToUpperInvariant(digits[i]) : digits[i]);
        }

        return text.ToString();
    }
}
