using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Neo.Output;
using Verifiable.Neo.Script;
using Verifiable.Tests.Neo.Kernel;

namespace Verifiable.Tests.Neo.Mutation;

/// <summary>
/// The proof that a comparison may go either way where both sides are equal: both branches do nothing but load one of
/// the two sides, and then go on at the same place, as in max(a, b).
/// </summary>
internal static class Selection
{
    private const int Returned = -1;

    private static readonly byte[] Script = KernelScript.Script;

    /// <summary>Whether a mutant differs from the original on equal sides alone, and both branches are then the
    /// same.</summary>
    internal static bool Proves(Mutant mutant)
    {
        int[] offsets = [.. Around(mutant.Offset)];
        int at = Array.IndexOf(offsets, mutant.Offset);

        // A bound that is raised by one, x < c + 1 in place of x < c, differs at x = c as x <= c does.
        bool raisesBound = mutant.From is >= OpCode.PUSH0 and < OpCode.PUSH16;
        int compare = raisesBound ? at + 1 : at;
        if (compare < 2 || compare + 1 >= offsets.Length || (raisesBound && !IsBelow(CodeAt(offsets[compare]))))
        {
            return false;
        }

        bool isJump = IsJump(CodeAt(offsets[compare]));
        int jump = isJump ? offsets[compare] : offsets[compare + 1];
        string[] sides = [LoadAt(offsets[compare - 2]), LoadAt(offsets[compare - 1])];
        return IsJump(CodeAt(jump))
            && !sides.Contains(string.Empty)
            && sides.Contains(LoadAt(Next(jump)))
            && sides.Contains(LoadAt(TargetOf(jump)))
            && Continuation(Next(Next(jump))) == Continuation(Next(TargetOf(jump)));
    }

    private static OpCode CodeAt(int offset) => (OpCode)Script[offset];

    private static int Next(int offset) => offset + Disassembly.LengthAt(Script, offset);

    private static bool IsBelow(OpCode code) =>
        code is OpCode.LT or OpCode.GE or OpCode.JMPLT or OpCode.JMPLT_L or OpCode.JMPGE or OpCode.JMPGE_L;

    private static bool IsJump(OpCode code) => code is >= OpCode.JMPIF and <= OpCode.JMPLE_L;

    /// <summary>The instruction's bytes where it only loads a number that nothing has changed; else nothing.</summary>
    private static string LoadAt(int offset) =>
        CodeAt(offset) is >= OpCode.PUSHINT8 and <= OpCode.PUSHINT256 or >= OpCode.PUSHM1 and <= OpCode.PUSH16
            or >= OpCode.LDLOC0 and <= OpCode.LDLOC or >= OpCode.LDARG0 and <= OpCode.LDARG
            ? Convert.ToHexString(Script[offset..Next(offset)])
            : string.Empty;

    private static int TargetOf(int jump) => jump + DistanceOf(jump);

    private static int DistanceOf(int jump) => ((int)CodeAt(jump) & 1) == 0
        ? (sbyte)Script[jump + 1]
        : BinaryPrimitives.ReadInt32LittleEndian(Script.AsSpan(jump + 1));

    /// <summary>Where a branch goes on: through jumps, to an instruction that does something, or out.</summary>
    private static int Continuation(int offset)
    {
        int at = offset;
        while (CodeAt(at) is OpCode.JMP or OpCode.JMP_L)
        {
            at = TargetOf(at);
        }

        return CodeAt(at) == OpCode.RET ? Returned : at;
    }

    /// <summary>The instructions of the fragment that holds an offset.</summary>
    private static IEnumerable<int> Around(int offset)
    {
        (string fragment, _) = KernelScript.PlaceOf(offset);
        for (int at = KernelScript.StartOf(offset);
            at < Script.Length && KernelScript.PlaceOf(at).Fragment == fragment;
            at = Next(at))
        {
            yield return at;
        }
    }
}
