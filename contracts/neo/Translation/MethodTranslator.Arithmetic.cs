using System.Collections.Generic;
using Mono.Cecil.Cil;
using Verifiable.Neo.Script;
using Instruction = Mono.Cecil.Cil.Instruction;
using NeoCode = Verifiable.Neo.Script.OpCode;

namespace Verifiable.Neo.Translation;

/// <content>Arithmetic, comparisons and conversions of int and long.</content>
internal sealed partial class MethodTranslator
{
    private const string CheckedInstead = "checked arithmetic; bit work through the kernel's Bits and MulShift";

    private static readonly HashSet<Code> Unchecked =
    [
        Code.Add, Code.Sub, Code.Mul, Code.Neg, Code.Shl, Code.And, Code.Or, Code.Xor, Code.Not, Code.Shr_Un,
        Code.Div_Un, Code.Rem_Un, Code.Add_Ovf_Un, Code.Sub_Ovf_Un, Code.Mul_Ovf_Un, Code.Conv_I1, Code.Conv_I2,
        Code.Conv_U1, Code.Conv_U2, Code.Conv_U4, Code.Conv_U8, Code.Conv_R4, Code.Conv_R8, Code.Ldc_R4, Code.Ldc_R8,
    ];

    private bool Arithmetic(Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Add_Ovf:
                _emitter.Binary(NeoCode.ADD, _emitter.Peek().Kind, static (left, right) => left + right);
                return true;
            case Code.Sub_Ovf:
                _emitter.Binary(NeoCode.SUB, _emitter.Peek().Kind, static (left, right) => left - right);
                return true;
            case Code.Mul_Ovf:
                _emitter.Binary(NeoCode.MUL, _emitter.Peek().Kind, static (left, right) => left * right);
                return true;
            case Code.Div:
                _emitter.Binary(NeoCode.DIV, _emitter.Peek().Kind, static (left, right) => left / right);
                return true;
            case Code.Rem:
                _emitter.Binary(NeoCode.MOD, _emitter.Peek().Kind, static (left, right) => left % right);
                return true;
            case Code.Shr:
                ValueKind kind = _emitter.Peek(1).Kind;
                _emitter.CheckCount(kind == ValueKind.Int64 ? 63 : 31);
                _emitter.Binary(NeoCode.SHR, kind, static (value, count) => value.ShiftedRight(count));
                return true;
            case Code.Ceq:
                _emitter.Compare(NeoCode.NUMEQUAL);
                return true;
            case Code.Clt:
                _emitter.Compare(NeoCode.LT);
                return true;
            case Code.Cgt:
                _emitter.Compare(NeoCode.GT);
                return true;
            case Code.Cgt_Un when _emitter.Peek().Range == Interval.Of(0):
                // How the compiler writes "is not zero".
                _emitter.Compare(NeoCode.NUMNOTEQUAL);
                return true;
            case Code.Dup:
                Fragment.Add(NeoCode.DUP);
                _emitter.Push(_emitter.Peek().Joined);
                return true;
            case Code.Pop:
                Fragment.Add(NeoCode.DROP);
                _emitter.Pop();
                return true;
            default:
                return Conversion(at);
        }
    }

    private bool Conversion(Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Conv_I8 or Code.Conv_Ovf_I8:
                _emitter.Retype(ValueKind.Int64);
                return true;
            case Code.Conv_Ovf_I4:
                _emitter.Narrow(ValueKind.Int32);
                return true;
            case Code.Conv_I4 when Interval.Int32.Contains(_emitter.Peek().Range):
                _emitter.Retype(ValueKind.Int32);
                return true;
            default:
                return Unchecked.Contains(at.OpCode.Code) ? throw Refuse(at, at.OpCode.Name, CheckedInstead) : false;
        }
    }
}
