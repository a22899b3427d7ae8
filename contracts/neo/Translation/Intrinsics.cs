using System;
using System.Collections.Generic;
using System.Numerics;
using Mono.Cecil;
using Verifiable.Kernel;
using Verifiable.Neo.Script;

namespace Verifiable.Neo.Translation;

/// <summary>
/// The functions of the kernel that work on bits or words in C#, and so have a body of their own on each machine.
/// </summary>
/// <remarks>
/// A shift or limit that the caller writes as a constant is taken into the instructions; otherwise the function is
/// called and checks its shift first, as it does in C#.
/// </remarks>
internal static class Intrinsics
{
    private const string Numerics = "Verifiable.Kernel.Numerics.";
    private const string BigMul = "System.Math.BigMul";
    private const int GreatestShift = 63;
    private const int GreatestLowBits = 62;

    private static readonly Interval Shifts = new(0, GreatestShift);

    private static readonly Dictionary<string, Action<Emitter>> ByName = new()
    {
        [Numerics + "Bits.ShiftRight"] = ShiftRight,
        [Numerics + "Bits.LowBits"] = LowBits,
        [Numerics + "DivideShift.FloorOf"] = FloorQuotient,
        [Numerics + "MulShift.Floor"] = Floor,
        [Numerics + "MulShift.Clamp"] = Clamp,
        [Numerics + "MulShift.Wide"] = Wide,
        [BigMul] = Product,
    };

    /// <summary>The translation of a function, or null. Math.BigMul has other forms that are no part of the
    /// subset.</summary>
    internal static Action<Emitter>? Find(MethodReference method)
    {
        string name = $"{method.DeclaringType.FullName}.{method.Name}";
        return name == BigMul && method.ReturnType.FullName != Types.Int128 ? null : ByName.GetValueOrDefault(name);
    }

    private static void Product(Emitter emitter) =>
        emitter.Binary(OpCode.MUL, ValueKind.Int128, static (left, right) => left * right);

    /// <summary>floor(dividend / divisor) of a positive divisor: the remainder is made positive and taken
    /// off.</summary>
    private static void FloorQuotient(Emitter emitter)
    {
        Interval divisor = emitter.Pop().Range;
        Interval dividend = emitter.Pop().Range;
        emitter.Fragment.Add(OpCode.OVER);
        emitter.Fragment.Add(OpCode.OVER);
        emitter.Fragment.Add(OpCode.MOD);
        emitter.Fragment.Add(OpCode.OVER);
        emitter.Fragment.Add(OpCode.ADD);
        emitter.Fragment.Add(OpCode.OVER);
        emitter.Fragment.Add(OpCode.MOD);
        emitter.Fragment.Add(OpCode.ROT);
        emitter.Fragment.Add(OpCode.SWAP);
        emitter.Fragment.Add(OpCode.SUB);
        emitter.Fragment.Add(OpCode.SWAP);
        emitter.Fragment.Add(OpCode.DIV);
        emitter.Push(ValueKind.Int128, dividend.FlooredBy(divisor));
    }

    private static void ShiftRight(Emitter emitter)
    {
        emitter.CheckCount(GreatestShift);
        emitter.Binary(OpCode.SHR, ValueKind.Int64, static (value, count) => value.ShiftedRight(count));
    }

    private static void LowBits(Emitter emitter)
    {
        emitter.CheckCount(GreatestLowBits);
        Interval counts = emitter.Peek().Range;
        Interval result = new(0, (BigInteger.One << (int)counts.High) - 1);
        if (emitter.TryTakeConstant(out BigInteger count))
        {
            emitter.Fragment.Push((BigInteger.One << (int)count) - 1);
        }
        else
        {
            emitter.Pop();
            emitter.Fragment.Push(1);
            emitter.Fragment.Add(OpCode.SWAP);
            emitter.Fragment.Add(OpCode.SHL);
            emitter.Fragment.Add(OpCode.DEC);
        }

        emitter.Pop();
        emitter.Fragment.Add(OpCode.AND);
        emitter.Push(ValueKind.Int64, result);
    }

    private static void Floor(Emitter emitter)
    {
        WideProduct(emitter);
        emitter.NarrowOrRefuse(ValueKind.Int64, nameof(ErrorCode.ResultOutOfRange));
    }

    private static void Wide(Emitter emitter) => WideProduct(emitter);

    /// <summary>floor(left * right / 2^shift); its 127 bits always fit.</summary>
    private static void WideProduct(Emitter emitter)
    {
        Interval product = emitter.Peek(2).Range * emitter.Peek(1).Range;
        bool withinShifts = Shifts.Contains(emitter.Peek().Range);
        if (withinShifts && emitter.TryTakeConstant(out BigInteger shift))
        {
            emitter.Fragment.Add(OpCode.MUL);
            PushShift(emitter.Fragment, shift);
            product = product.ShiftedRight(Interval.Of(shift));
        }
        else
        {
            emitter.Pop();
            RefuseShift(emitter.Fragment);
            emitter.Fragment.Add(OpCode.ROT);
            emitter.Fragment.Add(OpCode.ROT);
            emitter.Fragment.Add(OpCode.MUL);
            emitter.Fragment.Add(OpCode.SWAP);
            emitter.Fragment.Add(OpCode.SHR);
            product = product.ShiftedRight(Shifts);
        }

        emitter.Pop();
        emitter.Pop();
        emitter.Push(ValueKind.Int128, product);
    }

    /// <summary>floor(left * right / 2^shift), then at most the limit, then at least its negation.</summary>
    private static void Clamp(Emitter emitter)
    {
        Interval limit = emitter.Peek().Range;
        if (emitter.TryTakeConstant(out BigInteger constant))
        {
            WideProduct(emitter);
            emitter.Fragment.Push(constant);
            emitter.Fragment.Add(OpCode.MIN);
            emitter.Fragment.Push(-constant);
            emitter.Fragment.Add(OpCode.MAX);
        }
        else
        {
            ClampToVariable(emitter);
        }

        Interval product = emitter.Pop().Range;
        emitter.Push(ValueKind.Int64, product.Clamped(limit));
    }

    /// <summary>The limit waits below the product: it is moved there, and used twice.</summary>
    private static void ClampToVariable(Emitter emitter)
    {
        StackValue limit = emitter.Pop();
        emitter.Fragment.Push(3);
        emitter.Fragment.Add(OpCode.ROLL);
        emitter.Fragment.Push(3);
        emitter.Fragment.Add(OpCode.ROLL);
        emitter.Fragment.Push(3);
        emitter.Fragment.Add(OpCode.ROLL);
        StackValue[] factors = [emitter.Pop(), emitter.Pop(), emitter.Pop()];
        emitter.Push(limit);
        emitter.Push(factors[2].Joined);
        emitter.Push(factors[1].Joined);
        emitter.Push(factors[0].Joined);
        WideProduct(emitter);
        StackValue product = emitter.Pop();
        emitter.Pop();
        emitter.Push(product);
        emitter.Fragment.Add(OpCode.OVER);
        emitter.Fragment.Add(OpCode.MIN);
        emitter.Fragment.Add(OpCode.SWAP);
        emitter.Fragment.Add(OpCode.NEGATE);
        emitter.Fragment.Add(OpCode.MAX);
    }

    private static void PushShift(Fragment fragment, BigInteger shift)
    {
        if (shift > 0)
        {
            fragment.Push(shift);
            fragment.Add(OpCode.SHR);
        }
    }

    private static void RefuseShift(Fragment fragment) =>
        fragment.RefuseOutside(0, GreatestShift + 1, nameof(ErrorCode.ShiftOutOfRange));
}
