using System;
using System.Collections.Generic;
using Verifiable.Kernel;

namespace Verifiable.Attestation.Encoding;

/// <summary>Ethereum's recursive length prefix (Yellow Paper, appendix B), in its one canonical form.</summary>
public static class Rlp
{
    /// <summary>The deepest nesting that is read; a transaction has four levels.</summary>
    public const int MaxDepth = 64;

    private const int ShortLimit = 56;
    private const byte StringOffset = 0x80;
    private const byte ListOffset = 0xc0;

    /// <summary>The canonical bytes of a node.</summary>
    public static byte[] Encode(RlpItem item)
    {
        byte[] output = new byte[EncodedLength(item)];
        int written = Write(item, output);
        return written == output.Length
            ? output
            : throw new InvalidOperationException("The node changed while it was encoded.");
    }

    /// <summary>Reads one node that fills the input.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.RlpMalformed"/>: truncated, trailing bytes, a longer form than needed, or deeper than
    /// <see cref="MaxDepth"/>.
    /// </exception>
    public static RlpItem Decode(ReadOnlyMemory<byte> input)
    {
        int offset = 0;
        RlpItem item = Read(input, ref offset, depth: 0);
        return offset == input.Length
            ? item
            : throw Malformed($"byte {offset}", $"{input.Length - offset} bytes more", "the end of the input");
    }

    internal static MarginException Malformed(string path, string value, string accepted) =>
        new(ErrorCode.RlpMalformed, string.Empty, path, value, accepted);

    private static int EncodedLength(RlpItem item)
    {
        int payload = PayloadLength(item);
        return IsOneByte(item) ? 1 : HeaderLength(payload) + payload;
    }

    private static int PayloadLength(RlpItem item)
    {
        int length = item.Bytes.Length;
        foreach (RlpItem child in item.Items)
        {
            length += EncodedLength(child);
        }

        return length;
    }

    private static bool IsOneByte(RlpItem item) =>
        !item.IsList && item.Bytes.Length == 1 && item.Bytes.Span[0] < StringOffset;

    private static int HeaderLength(int payload) => payload < ShortLimit ? 1 : 1 + LengthOfLength(payload);

    private static int LengthOfLength(int payload) => payload switch
    {
        < 1 << 8 => 1,
        < 1 << 16 => 2,
        < 1 << 24 => 3,
        _ => 4,
    };

    private static int Write(RlpItem item, Span<byte> output)
    {
        if (IsOneByte(item))
        {
            output[0] = item.Bytes.Span[0];
            return 1;
        }

        int payload = PayloadLength(item);
        int written = WriteHeader(payload, item.IsList ? ListOffset : StringOffset, output);
        item.Bytes.Span.CopyTo(output[written..]);
        written += item.Bytes.Length;
        foreach (RlpItem child in item.Items)
        {
            written += Write(child, output[written..]);
        }

        return written;
    }

    private static int WriteHeader(int payload, byte offset, Span<byte> output)
    {
        if (payload < ShortLimit)
        {
            output[0] = (byte)(offset + payload);
            return 1;
        }

        int digits = LengthOfLength(payload);
        output[0] = (byte)(offset + ShortLimit - 1 + digits);
        for (int i = 0; i < digits; i++)
        {
            output[1 + i] = (byte)((payload >> (8 * (digits - 1 - i))) & 0xff);
        }

        return 1 + digits;
    }

    private static RlpItem Read(ReadOnlyMemory<byte> input, ref int offset, int depth)
    {
        if (offset >= input.Length)
        {
            throw Malformed($"byte {offset}", "the end of the input", "a node");
        }

        byte first = input.Span[offset];
        if (first < StringOffset)
        {
            return RlpItem.OfBytes(input.Slice(offset++, 1));
        }

        bool isList = first >= ListOffset;
        int length = ReadHeader(input.Span, ref offset, first - (isList ? ListOffset : StringOffset));
        ReadOnlyMemory<byte> payload = input.Slice(offset, length);
        if (!isList && length == 1 && payload.Span[0] < StringOffset)
        {
            throw Malformed($"byte {offset}", "a prefixed byte below 128", "the byte alone");
        }

        RlpItem item = isList ? ReadList(input[..(offset + length)], offset, depth + 1) : RlpItem.OfBytes(payload);
        offset += length;
        return item;
    }

    private static RlpItem ReadList(ReadOnlyMemory<byte> input, int offset, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Malformed($"byte {offset}", $"depth {depth}", $"at most {MaxDepth} lists within each other");
        }

        List<RlpItem> items = [];
        while (offset < input.Length)
        {
            items.Add(Read(input, ref offset, depth));
        }

        return RlpItem.OfList(items);
    }

    /// <summary>Moves past the prefix and returns the payload's length, which is within the input.</summary>
    private static int ReadHeader(ReadOnlySpan<byte> input, ref int offset, int code)
    {
        int start = offset++;
        int digits = code - (ShortLimit - 1);
        long length = code;
        if (digits > 0)
        {
            // Four digits already exceed any array, and eight could not be added without overflow.
            if (digits > sizeof(int) || digits > input.Length - offset)
            {
                throw Malformed($"byte {start}", $"a length of {digits} bytes", "a length within the input");
            }

            length = 0;
            foreach (byte digit in input.Slice(offset, digits))
            {
                length = (length << 8) | digit;
            }

            if (input[offset] == 0 || length < ShortLimit)
            {
                throw Malformed($"byte {start}", $"a length of {digits} bytes", "the shortest form of the length");
            }

            offset += digits;
        }

        return length <= input.Length - offset
            ? (int)length
            : throw Malformed($"byte {start}", $"{length} bytes", $"at most the {input.Length - offset} that remain");
    }
}
