using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;

namespace Verifiable.Neo.Script;

/// <summary>Lays fragments out one after another and fills in the distances of jumps and calls.</summary>
/// <remarks>
/// A jump starts in its short form and grows to the long one where its distance does not fit a byte. Growing never
/// shortens another distance, so the passes end, and the result depends on the fragments alone.
/// </remarks>
internal sealed class ScriptAssembler
{
    private readonly IReadOnlyList<Fragment> _fragments;
    private readonly Dictionary<Fragment, int[]> _offsets = [];
    private readonly HashSet<Instruction> _long = new(ReferenceEqualityComparer.Instance);

    internal ScriptAssembler(IReadOnlyList<Fragment> fragments)
    {
        _fragments = fragments;
        do
        {
            Place();
        }
        while (Grow());
    }

    /// <summary>The offset of a fragment's first instruction.</summary>
    internal int OffsetOf(Fragment fragment) => _offsets[fragment][0];

    /// <summary>The script's bytes.</summary>
    internal byte[] Write()
    {
        using var script = new MemoryStream();
        foreach (Fragment fragment in _fragments)
        {
            for (int index = 0; index < fragment.Count; index++)
            {
                Instruction instruction = fragment.Instructions[index];
                script.WriteByte((byte)CodeOf(instruction));
                script.Write(instruction.Target is null ? instruction.Operand : DistanceBytes(fragment, index));
            }
        }

        return script.ToArray();
    }

    private void Place()
    {
        int offset = 0;
        foreach (Fragment fragment in _fragments)
        {
            int[] offsets = new int[fragment.Count + 1];
            for (int index = 0; index < fragment.Count; index++)
            {
                offsets[index] = offset;
                offset += LengthOf(fragment.Instructions[index]);
            }

            offsets[^1] = offset;
            _offsets[fragment] = offsets;
        }
    }

    private bool Grow()
    {
        bool grew = false;
        foreach (Fragment fragment in _fragments)
        {
            for (int index = 0; index < fragment.Count; index++)
            {
                Instruction instruction = fragment.Instructions[index];
                bool tooFar = instruction.Target is not null
                    && Distance(fragment, index) is < sbyte.MinValue or > sbyte.MaxValue;
                grew |= tooFar && _long.Add(instruction);
            }
        }

        return grew;
    }

    private OpCode CodeOf(Instruction instruction) =>
        _long.Contains(instruction) ? Operands.Long(instruction.Code) : instruction.Code;

    private int LengthOf(Instruction instruction) =>
        1 + (instruction.Target is null ? instruction.Operand.Length : Operands.SizeOf(CodeOf(instruction)));

    private int Distance(Fragment fragment, int index)
    {
        Label target = fragment.Instructions[index].Target!;
        return _offsets[target.Fragment!][target.Index] - _offsets[fragment][index];
    }

    private byte[] DistanceBytes(Fragment fragment, int index)
    {
        int distance = Distance(fragment, index);
        if (!_long.Contains(fragment.Instructions[index]))
        {
            return [unchecked((byte)distance)];
        }

        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, distance);
        return bytes;
    }
}
