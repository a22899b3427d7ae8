namespace Verifiable.Neo.Script;

/// <summary>One instruction before its place is known.</summary>
/// <param name="Code">What it does; a jump or call in its short form.</param>
/// <param name="Operand">The bytes after it, length of data included; empty for a jump or call.</param>
/// <param name="Target">Where a jump or call goes.</param>
internal sealed record Instruction(OpCode Code, byte[] Operand, Label? Target = null);
