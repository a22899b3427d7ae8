using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Verifiable.Neo.Script;

namespace Verifiable.Neo.Translation;

/// <summary>Writes instructions together with what they do to the evaluation stack.</summary>
internal sealed class Emitter(Fragment fragment)
{
    private readonly List<StackValue> _stack = [];

    /// <summary>Where the instructions go.</summary>
    internal Fragment Fragment { get; } = fragment;

    /// <summary>The number of values on the stack.</summary>
    internal int Depth => _stack.Count;

    /// <summary>The stack as it is, for a place where paths join.</summary>
    internal StackValue[] Snapshot() => [.. _stack.Select(static value => value.Joined)];

    /// <summary>Continues with the stack of a place where paths join.</summary>
    internal void Restore(IEnumerable<StackValue> values)
    {
        _stack.Clear();
        _stack.AddRange(values);
    }

    internal StackValue Peek(int below = 0) => _stack[^(1 + below)];

    internal StackValue Pop()
    {
        StackValue top = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    internal void Push(StackValue value) => _stack.Add(value);

    internal void Push(ValueKind kind, Interval range) => Push(new StackValue(kind, range));

    internal void PushConstant(ValueKind kind, BigInteger constant)
    {
        Push(new StackValue(kind, Interval.Of(constant)) { PushedAt = Fragment.Count });
        Fragment.Push(constant);
    }

    /// <summary>Replaces the top by one of another kind; the machine's stack stays.</summary>
    internal void Retype(ValueKind kind)
    {
        StackValue top = Pop();
        Push(top with { Kind = kind, Range = top.Range.Within(Types.RangeOf(kind)) });
    }

    /// <summary>Takes back the top where it is a constant that the last instruction pushed.</summary>
    internal bool TryTakeConstant(out BigInteger constant)
    {
        StackValue top = Peek();
        constant = top.Range.Low;
        if (top.Kind == ValueKind.Opaque || !top.Range.IsConstant || top.PushedAt != Fragment.Count - 1)
        {
            return false;
        }

        Pop();
        Fragment.RemoveLast();
        return true;
    }

    /// <summary>Takes back the text on top where it is a literal that the last instruction pushed.</summary>
    internal string? TakeLiteral()
    {
        StackValue top = Peek();
        if (top.PushedAt != Fragment.Count - 1 || Fragment.Instructions[^1].Code != OpCode.PUSHDATA1)
        {
            return null;
        }

        string literal = Encoding.UTF8.GetString(Fragment.Instructions[^1].Operand.AsSpan(1));
        Pop();
        Fragment.RemoveLast();
        return literal;
    }

    /// <summary>An operation of two numbers, with C#'s check where the result could leave its type.</summary>
    internal void Binary(OpCode code, ValueKind kind, Func<Interval, Interval, Interval> range)
    {
        Interval result = range(Peek(1).Range, Peek().Range);
        if (result.IsConstant && Types.RangeOf(kind).Contains(result) && TryTakeConstant(out _))
        {
            ReplaceByConstant(kind, result.Low);
            return;
        }

        Pop();
        Pop();
        Fragment.Add(code);
        Push(kind, result);
        CheckRange(kind);
    }

    /// <summary>An operation of one number, with C#'s check where the result could leave its type.</summary>
    internal void Unary(OpCode code, ValueKind kind, Func<Interval, Interval> range)
    {
        Interval result = range(Pop().Range);
        Fragment.Add(code);
        Push(kind, result);
        CheckRange(kind);
    }

    /// <summary>A comparison: two values become 0 or 1.</summary>
    internal void Compare(OpCode code)
    {
        Pop();
        Pop();
        Fragment.Add(code);
        Push(ValueKind.Int32, Interval.Truth);
    }

    /// <summary>Narrows the top to a type, faulting where its number does not fit.</summary>
    internal void Narrow(ValueKind kind)
    {
        CheckRange(kind);
        Retype(kind);
    }

    /// <summary>Refuses by name where the top does not fit a type, and narrows it.</summary>
    internal void NarrowOrRefuse(ValueKind kind, string name)
    {
        Interval type = Types.RangeOf(kind);
        if (!type.Contains(Peek().Range))
        {
            Fragment.RefuseOutside(type.Low, type.High + 1, name);
        }

        Retype(kind);
    }

    /// <summary>Faults unless the shift count on top lies from 0 to the greatest.</summary>
    internal void CheckCount(int greatest)
    {
        StackValue top = Pop();
        Interval counts = new(0, greatest);
        if (!counts.Contains(top.Range))
        {
            Fragment.AssertWithin(0, greatest + 1);
        }

        Push(top with { Range = top.Range.Within(counts) });
    }

    /// <summary>Two constants become one where both were just pushed; else the first stays and is dropped.</summary>
    private void ReplaceByConstant(ValueKind kind, BigInteger constant)
    {
        if (!TryTakeConstant(out _))
        {
            Pop();
            Fragment.Add(OpCode.DROP);
        }

        PushConstant(kind, constant);
    }

    private void CheckRange(ValueKind kind)
    {
        Interval type = Types.RangeOf(kind);
        StackValue top = Pop();
        if (!type.Contains(top.Range))
        {
            Fragment.AssertWithin(type.Low, type.High + 1);
        }

        Push(top with { Range = top.Range.Within(type) });
    }
}
