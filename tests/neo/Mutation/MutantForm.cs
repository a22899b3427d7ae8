using System.Linq;
using Verifiable.Neo.Output;
using Verifiable.Neo.Script;
using Verifiable.Tests.Neo.Kernel;

namespace Verifiable.Tests.Neo.Mutation;

/// <summary>The form that a reason of EquivalentMutants.txt claims for an instruction, read from the script.</summary>
internal static class MutantForm
{
    /// <summary>Whether the mutated instruction stands where its reason says that it stands.</summary>
    internal static bool Fits(Mutant mutant, string reason) => reason switch
    {
        // Low bound, high bound, WITHIN, ASSERT; or the throw of a refusal that nothing reaches.
        "check" => Follows(mutant, 0, OpCode.WITHIN)
            || Follows(mutant, 1, OpCode.WITHIN)
            || (mutant.From == OpCode.ASSERT && CodeBefore(mutant.Offset) == OpCode.WITHIN)
            || mutant.From is OpCode.THROW
            || Follows(mutant, 0, OpCode.THROW),
        // A bound of a limit, used at once or by the function that is called next.
        "limit" => Follows(mutant, 0, OpCode.MIN) || Follows(mutant, 0, OpCode.MAX) || IsArgument(mutant),
        "mask" => Follows(mutant, 0, OpCode.AND),
        "meet" => mutant.From is OpCode.LT or OpCode.GT or OpCode.LE or OpCode.GE
            or >= OpCode.JMPGT and <= OpCode.JMPLE_L || IsComparedNext(mutant),
        "commutes" => mutant.From is OpCode.SWAP or OpCode.REVERSE3 or OpCode.ROT,
        "tail" => mutant.From is OpCode.CALL or OpCode.CALL_L or OpCode.JMP or OpCode.JMP_L or OpCode.RET,
        "truth" => mutant is { From: OpCode.PUSH1, To: OpCode.PUSH2 },
        "zero" or "start" or "lengths" => true,
        _ => false,
    };

    private static bool IsComparedNext(Mutant mutant)
    {
        // A negative limit is subtracted from zero first.
        OpCode next = CodeAfter(mutant.Offset, 0) is >= OpCode.LDARG0 and <= OpCode.LDARG
            ? CodeAfter(mutant.Offset, 1)
            : CodeAfter(mutant.Offset, 0);
        return next is OpCode.LT or OpCode.GT or OpCode.LE or OpCode.GE or OpCode.SUB
            or >= OpCode.JMPGT and <= OpCode.JMPLE_L;
    }

    /// <summary>A limit that a function of its own applies.</summary>
    private static bool IsArgument(Mutant mutant) => Enumerable.Range(0, 3)
        .Any(skipped => CodeAfter(mutant.Offset, skipped) is OpCode.CALL or OpCode.CALL_L);

    private static bool Follows(Mutant mutant, int skipped, params OpCode[] codes) =>
        codes.Select((code, at) => CodeAfter(mutant.Offset, skipped + at) == code).All(static same => same);

    private static OpCode CodeAfter(int offset, int skipped)
    {
        int at = offset;
        for (int count = 0; count <= skipped; count++)
        {
            at += Disassembly.LengthAt(KernelScript.Script, at);
        }

        return (OpCode)KernelScript.Script[at];
    }

    private static OpCode CodeBefore(int offset)
    {
        int at = KernelScript.StartOf(offset);
        int before = at;
        while (at < offset)
        {
            before = at;
            at += Disassembly.LengthAt(KernelScript.Script, at);
        }

        return (OpCode)KernelScript.Script[before];
    }
}
