using System;
using System.Collections.Generic;
using Verifiable.Neo.Script;

namespace Verifiable.Neo.Translation;

/// <summary>The operators of Int128, by the names that the compiler calls.</summary>
internal static class Int128Calls
{
    private const ValueKind Wide = ValueKind.Int128;

    private static readonly Dictionary<string, Action<Emitter>> ByName = new()
    {
        ["op_CheckedAddition"] = static emitter =>
            emitter.Binary(OpCode.ADD, Wide, static (left, right) => left + right),
        ["op_CheckedSubtraction"] = static emitter =>
            emitter.Binary(OpCode.SUB, Wide, static (left, right) => left - right),
        ["op_CheckedMultiply"] = static emitter =>
            emitter.Binary(OpCode.MUL, Wide, static (left, right) => left * right),
        ["op_CheckedDivision"] = static emitter =>
            emitter.Binary(OpCode.DIV, Wide, static (left, right) => left / right),
        ["op_Modulus"] = static emitter => emitter.Binary(OpCode.MOD, Wide, static (left, right) => left % right),
        ["op_CheckedUnaryNegation"] = static emitter =>
            emitter.Unary(OpCode.NEGATE, Wide, static value => Interval.Of(0) - value),
        ["op_LeftShift"] = ShiftLeft,
        ["op_RightShift"] = ShiftRight,
        ["get_MaxValue"] = static emitter => emitter.PushConstant(Wide, Interval.Int128.High),
        ["get_MinValue"] = static emitter => emitter.PushConstant(Wide, Interval.Int128.Low),
        ["op_Equality"] = static emitter => emitter.Compare(OpCode.NUMEQUAL),
        ["op_Inequality"] = static emitter => emitter.Compare(OpCode.NUMNOTEQUAL),
        ["op_LessThan"] = static emitter => emitter.Compare(OpCode.LT),
        ["op_LessThanOrEqual"] = static emitter => emitter.Compare(OpCode.LE),
        ["op_GreaterThan"] = static emitter => emitter.Compare(OpCode.GT),
        ["op_GreaterThanOrEqual"] = static emitter => emitter.Compare(OpCode.GE),
    };

    /// <summary>The translation of an operator, or null.</summary>
    internal static Action<Emitter>? Find(string name, string resultType) => name switch
    {
        "op_Implicit" => static emitter => emitter.Retype(Wide),
        "op_CheckedExplicit" when resultType == "System.Int64" => static emitter => emitter.Narrow(ValueKind.Int64),
        "op_CheckedExplicit" when resultType == "System.Int32" => static emitter => emitter.Narrow(ValueKind.Int32),
        _ => ByName.GetValueOrDefault(name),
    };

    /// <summary>C# drops the digits that a shift moves out; here they fault, so a shift is as checked as a
    /// product.</summary>
    private static void ShiftLeft(Emitter emitter)
    {
        emitter.CheckCount(127);
        emitter.Binary(OpCode.SHL, Wide, static (value, count) => value.ShiftedLeft(count));
    }

    private static void ShiftRight(Emitter emitter)
    {
        emitter.CheckCount(127);
        emitter.Binary(OpCode.SHR, Wide, static (value, count) => value.ShiftedRight(count));
    }
}
