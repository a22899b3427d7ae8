namespace Verifiable.Neo.Script;

/// <summary>How many bytes follow an instruction.</summary>
internal static class Operands
{
    /// <summary>Bytes of the length that a push of data carries, or 0.</summary>
    internal static int PrefixOf(OpCode code) => code switch
    {
        OpCode.PUSHDATA1 => 1,
        OpCode.PUSHDATA2 => 2,
        OpCode.PUSHDATA4 => 4,
        _ => 0,
    };

    /// <summary>Bytes of a fixed operand.</summary>
    internal static int SizeOf(OpCode code) => code switch
    {
        OpCode.PUSHINT8 or OpCode.INITSSLOT or OpCode.ENDTRY => 1,
        OpCode.PUSHINT16 or OpCode.INITSLOT or OpCode.CALLT or OpCode.TRY => 2,
        OpCode.PUSHINT32 or OpCode.PUSHA or OpCode.SYSCALL or OpCode.ENDTRY_L => 4,
        OpCode.PUSHINT64 or OpCode.TRY_L => 8,
        OpCode.PUSHINT128 => 16,
        OpCode.PUSHINT256 => 32,
        OpCode.LDSFLD or OpCode.STSFLD or OpCode.LDLOC or OpCode.STLOC or OpCode.LDARG or OpCode.STARG => 1,
        OpCode.NEWARRAY_T or OpCode.ISTYPE or OpCode.CONVERT => 1,
        _ => JumpSizeOf(code),
    };

    /// <summary>Whether the instruction holds the distance to another.</summary>
    internal static bool IsJump(OpCode code) => JumpSizeOf(code) > 0;

    /// <summary>The same jump with four bytes of distance in place of one.</summary>
    internal static OpCode Long(OpCode shortJump) => shortJump + 1;

    private static int JumpSizeOf(OpCode code)
    {
        if (code is < OpCode.JMP or > OpCode.CALL_L)
        {
            return 0;
        }

        return ((int)code & 1) == 0 ? 1 : 4;
    }
}
