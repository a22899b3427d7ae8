using System.Collections.Generic;
using System.Linq;
using Verifiable.Neo.Output;
using Verifiable.Neo.Script;

namespace Verifiable.Tests.Neo.Mutation;

/// <summary>One instruction of a script replaced by another of the same length.</summary>
/// <param name="Offset">The instruction's offset.</param>
/// <param name="From">What stood there.</param>
/// <param name="To">What stands there, or the same with another operand.</param>
/// <param name="Byte">The byte that changes.</param>
/// <param name="Value">Its new value.</param>
internal sealed record Mutant(int Offset, OpCode From, OpCode To, int Byte, byte Value)
{
    private static readonly Dictionary<OpCode, OpCode[]> Others = new()
    {
        [OpCode.ADD] = [OpCode.SUB],
        [OpCode.SUB] = [OpCode.ADD],
        [OpCode.MUL] = [OpCode.ADD],
        [OpCode.DIV] = [OpCode.MOD],
        [OpCode.MOD] = [OpCode.DIV],
        [OpCode.SHL] = [OpCode.SHR],
        [OpCode.SHR] = [OpCode.SHL],
        [OpCode.AND] = [OpCode.OR],
        [OpCode.MIN] = [OpCode.MAX],
        [OpCode.MAX] = [OpCode.MIN],
        [OpCode.NEGATE] = [OpCode.NOP],
        [OpCode.DEC] = [OpCode.NOP],
        [OpCode.LT] = [OpCode.LE, OpCode.GE],
        [OpCode.LE] = [OpCode.LT, OpCode.GT],
        [OpCode.GT] = [OpCode.GE, OpCode.LE],
        [OpCode.GE] = [OpCode.GT, OpCode.LT],
        [OpCode.NUMEQUAL] = [OpCode.NUMNOTEQUAL],
        [OpCode.NUMNOTEQUAL] = [OpCode.NUMEQUAL],
        [OpCode.NZ] = [OpCode.NOT],
        [OpCode.WITHIN] = [OpCode.NOP],
        [OpCode.ASSERT] = [OpCode.DROP],
        [OpCode.THROW] = [OpCode.ABORT],
        [OpCode.RET] = [OpCode.NOP],
        [OpCode.DUP] = [OpCode.NOP],
        [OpCode.DROP] = [OpCode.NOP],
        [OpCode.SWAP] = [OpCode.NOP],
        [OpCode.OVER] = [OpCode.DUP],
        [OpCode.ROT] = [OpCode.SWAP],
        [OpCode.ROLL] = [OpCode.DROP],
        [OpCode.REVERSE3] = [OpCode.NOP],
        [OpCode.REVERSE4] = [OpCode.NOP],
        [OpCode.REVERSEN] = [OpCode.DROP],
        [OpCode.SIZE] = [OpCode.NOP],
        [OpCode.PICKITEM] = [OpCode.DROP],
        [OpCode.CALL] = [OpCode.JMP],
        [OpCode.CALL_L] = [OpCode.JMP_L],
        [OpCode.JMP] = [OpCode.CALL],
        [OpCode.JMP_L] = [OpCode.CALL_L],
        [OpCode.JMPIF] = [OpCode.JMPIFNOT],
        [OpCode.JMPIFNOT] = [OpCode.JMPIF],
        [OpCode.JMPEQ] = [OpCode.JMPNE],
        [OpCode.JMPNE] = [OpCode.JMPEQ],
        [OpCode.JMPLT] = [OpCode.JMPLE, OpCode.JMPGE],
        [OpCode.JMPLE] = [OpCode.JMPLT, OpCode.JMPGT],
        [OpCode.JMPGT] = [OpCode.JMPGE, OpCode.JMPLE],
        [OpCode.JMPGE] = [OpCode.JMPGT, OpCode.JMPLT],
    };

    /// <summary>Every mutant of a script, in order.</summary>
    internal static IEnumerable<Mutant> All(byte[] script)
    {
        for (int offset = 0; offset < script.Length; offset += Disassembly.LengthAt(script, offset))
        {
            foreach (Mutant mutant in Of(script, offset))
            {
                yield return mutant;
            }
        }
    }

    /// <summary>The script with the mutation.</summary>
    internal byte[] Apply(byte[] script)
    {
        byte[] changed = [.. script];
        changed[Byte] = Value;
        return changed;
    }

    public override string ToString() => $"{Offset:x5} {From} -> {To}{(From == To ? " with another operand" : "")}";

    private static IEnumerable<Mutant> Of(byte[] script, int offset)
    {
        var code = (OpCode)script[offset];
        if (Others.TryGetValue(code, out OpCode[]? others))
        {
            return others.Select(other => new Mutant(offset, code, other, offset, (byte)other));
        }

        if (code is >= OpCode.PUSHM1 and < OpCode.PUSH16)
        {
            return [new Mutant(offset, code, code + 1, offset, (byte)(code + 1))];
        }

        if (code is >= OpCode.LDLOC0 and < OpCode.LDLOC or >= OpCode.STLOC0 and < OpCode.STLOC
            or >= OpCode.LDARG0 and < OpCode.LDARG or >= OpCode.STARG0 and < OpCode.STARG)
        {
            OpCode next = ((int)code & 1) == 0 ? code + 1 : code - 1;
            return [new Mutant(offset, code, next, offset, (byte)next)];
        }

        // What is left has an operand. A number changes in the bit below its sign, a name in its first letter.
        int end = offset + Disassembly.LengthAt(script, offset);
        int prefix = Operands.PrefixOf(code);
        return prefix == 0
            ? [new Mutant(offset, code, code, end - 1, (byte)(script[end - 1] ^ 0x40))]
            : [new Mutant(offset, code, code, offset + 1 + prefix, (byte)(script[offset + 1 + prefix] ^ 1))];
    }
}
