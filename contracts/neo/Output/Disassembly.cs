using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Verifiable.Kernel;
using Verifiable.Neo.Script;

namespace Verifiable.Neo.Output;

/// <summary>A script as text: an instruction a line, functions by name, jumps with the place where they go.</summary>
internal static class Disassembly
{
    private static readonly Dictionary<string, string> Services = new[]
    {
        "System.Contract.Call", "System.Runtime.CheckWitness", "System.Runtime.GetCallingScriptHash",
        "System.Runtime.GetExecutingScriptHash", "System.Runtime.GetNetwork", "System.Runtime.GetTime",
        "System.Runtime.Notify", "System.Storage.Get", "System.Storage.GetContext", "System.Storage.Put",
    }.ToDictionary(static name => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(name))[..4]));

    /// <summary>The listing.</summary>
    /// <param name="script">The script.</param>
    /// <param name="names">Names of functions by their offsets.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.EncodingMalformed"/>: bytes that are no
    /// instruction.</exception>
    internal static string Write(byte[] script, IReadOnlyDictionary<int, string> names)
    {
        StringBuilder text = new();
        for (int offset = 0; offset < script.Length;)
        {
            if (names.TryGetValue(offset, out string? name))
            {
                text.Append(CultureInfo.InvariantCulture, $"{(offset == 0 ? "" : "\n")}{name}:\n");
            }

            int length = LengthAt(script, offset);
            text.Append(CultureInfo.InvariantCulture, $"{offset:x5}  {Describe(script, offset, length, names)}\n");
            offset += length;
        }

        return text.ToString();
    }

    /// <summary>The bytes of the instruction at an offset, operand included.</summary>
    internal static int LengthAt(ReadOnlySpan<byte> script, int offset)
    {
        var code = (OpCode)script[offset];
        int prefix = Operands.PrefixOf(code);
        int length = 1 + prefix + Operands.SizeOf(code);
        if (Enum.IsDefined(code) && offset + length <= script.Length)
        {
            length += DataLength(script[(offset + 1)..], prefix);
        }

        return Enum.IsDefined(code) && length > 0 && offset + length <= script.Length
            ? length
            : throw new MarginException(
                ErrorCode.EncodingMalformed,
                string.Empty,
                string.Create(CultureInfo.InvariantCulture, $"offset {offset}"),
                Convert.ToHexString(script[offset..Math.Min(offset + 1, script.Length)]),
                "an instruction of NeoVM 3.5");
    }

    private static int DataLength(ReadOnlySpan<byte> length, int prefix) => prefix switch
    {
        0 => 0,
        1 => length[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(length),
        _ => BinaryPrimitives.ReadInt32LittleEndian(length),
    };

    private static string Describe(byte[] script, int offset, int length, IReadOnlyDictionary<int, string> names)
    {
        var code = (OpCode)script[offset];
        ReadOnlySpan<byte> operand = script.AsSpan(offset + 1, length - 1);
        if (operand.IsEmpty)
        {
            return code.ToString();
        }

        if (Operands.IsJump(code))
        {
            int distance = operand.Length == 1
                ? unchecked((sbyte)operand[0])
                : BinaryPrimitives.ReadInt32LittleEndian(operand);
            string target = names.GetValueOrDefault(offset + distance, string.Empty);
            return $"{code} {offset + distance:x5} {target}".TrimEnd();
        }

        return code switch
        {
            <= OpCode.PUSHINT256 => $"{code} {new System.Numerics.BigInteger(operand)}",
            OpCode.SYSCALL => $"{code} {ServiceOf(Convert.ToHexString(operand))}",
            OpCode.PUSHDATA1 or OpCode.PUSHDATA2 => Data(code, operand[Operands.PrefixOf(code)..]),
            _ => $"{code} {string.Join(' ', operand.ToArray())}",
        };
    }

    private static string ServiceOf(string number) => Services.GetValueOrDefault(number, number);

    private static string Data(OpCode code, ReadOnlySpan<byte> data)
    {
        string text = Encoding.ASCII.GetString(data);
        return text.Length > 0 && text.All(static letter => letter is >= ' ' and <= '~' and not '?')
            ? $"{code} \"{text}\""
            : $"{code} {Convert.ToHexString(data)}";
    }
}
