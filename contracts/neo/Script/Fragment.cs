using System.Buffers.Binary;
using System.Collections.Generic;
using System.Numerics;
using System.Text;

namespace Verifiable.Neo.Script;

/// <summary>The instructions of one function, table or export.</summary>
internal sealed class Fragment
{
    private readonly Dictionary<string, Label> _refusals = [];

    /// <summary>An empty fragment.</summary>
    /// <param name="name">What the listing calls it.</param>
    internal Fragment(string name)
    {
        Name = name;
        Entry = new Label { Fragment = this };
    }

    /// <summary>What the listing calls it.</summary>
    internal string Name { get; }

    /// <summary>The place of its first instruction.</summary>
    internal Label Entry { get; }

    /// <summary>Its instructions in order.</summary>
    internal List<Instruction> Instructions { get; } = [];

    /// <summary>The index of the next instruction.</summary>
    internal int Count => Instructions.Count;

    internal void Add(OpCode code, params byte[] operand) => Instructions.Add(new Instruction(code, operand));

    internal void Jump(OpCode code, Label target) => Instructions.Add(new Instruction(code, [], target));

    internal void Call(Fragment callee) => Jump(OpCode.CALL, callee.Entry);

    internal void Push(BigInteger integer)
    {
        (OpCode code, byte[] operand) = IntegerBytes.Push(integer);
        Add(code, operand);
    }

    internal void PushData(byte[] bytes)
    {
        if (bytes.Length <= byte.MaxValue)
        {
            Add(OpCode.PUSHDATA1, [(byte)bytes.Length, .. bytes]);
            return;
        }

        byte[] operand = new byte[sizeof(ushort) + bytes.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(operand, checked((ushort)bytes.Length));
        bytes.CopyTo(operand, sizeof(ushort));
        Add(OpCode.PUSHDATA2, operand);
    }

    /// <summary>Turns the topmost values around: what was on top is below the others.</summary>
    internal void Reverse(int values)
    {
        switch (values)
        {
            case < 2:
                break;
            case 2:
                Add(OpCode.SWAP);
                break;
            case 3:
                Add(OpCode.REVERSE3);
                break;
            case 4:
                Add(OpCode.REVERSE4);
                break;
            default:
                Push(values);
                Add(OpCode.REVERSEN);
                break;
        }
    }

    /// <summary>Puts a label at the next instruction.</summary>
    internal void Bind(Label label)
    {
        label.Fragment = this;
        label.Index = Count;
    }

    internal void RemoveLast() => Instructions.RemoveAt(Count - 1);

    /// <summary>Load or store of a slot, in the short form where there is one.</summary>
    internal void Slot(OpCode first, OpCode indexed, int index)
    {
        if (index < indexed - first)
        {
            Add(first + index);
            return;
        }

        Add(indexed, checked((byte)index));
    }

    /// <summary>Asserts that the top of the stack lies from low to below high, and keeps it there.</summary>
    internal void AssertWithin(BigInteger low, BigInteger high)
    {
        Within(low, high);
        Add(OpCode.ASSERT);
    }

    /// <summary>Refuses by name unless the top of the stack lies from low to below high, and keeps it there.</summary>
    internal void RefuseOutside(BigInteger low, BigInteger high, string name)
    {
        Within(low, high);
        Jump(OpCode.JMPIFNOT, RefusalOf(name));
    }

    /// <summary>The place where this fragment refuses by a name.</summary>
    internal Label RefusalOf(string name)
    {
        if (!_refusals.TryGetValue(name, out Label? label))
        {
            label = new Label();
            _refusals.Add(name, label);
        }

        return label;
    }

    /// <summary>Writes the refusals that the fragment jumps to: the name is the message of the fault.</summary>
    internal void Close()
    {
        foreach ((string name, Label label) in _refusals)
        {
            Bind(label);
            PushData(Encoding.UTF8.GetBytes(name));
            Add(OpCode.THROW);
        }
    }

    private void Within(BigInteger low, BigInteger high)
    {
        Add(OpCode.DUP);
        Push(low);
        Push(high);
        Add(OpCode.WITHIN);
    }
}
