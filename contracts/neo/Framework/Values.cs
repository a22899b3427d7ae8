namespace Verifiable.Neo.Framework;

/// <summary>A string of bytes.</summary>
[AbiType("ByteArray")]
public sealed class Bytes
{
    private Bytes()
    {
    }

    /// <summary>The number of bytes; 0 of what storage does not hold.</summary>
    /// <param name="bytes">The bytes, or what storage returned.</param>
    [Instructions("DUP", "ISNULL", "JMPIFNOT 06", "DROP", "PUSH0", "JMP 03", "SIZE")]
    public static extern int Length(Bytes bytes);

    /// <summary>Whether storage held nothing.</summary>
    /// <param name="bytes">What storage returned.</param>
    [Instructions("ISNULL")]
    public static extern bool IsMissing(Bytes bytes);

    /// <summary>The bytes of a string literal.</summary>
    /// <param name="text">The literal.</param>
    [Instructions]
    public static extern Bytes Of(string text);

    /// <summary>The bytes that hexadecimal digits write.</summary>
    /// <param name="digits">A literal.</param>
    public static Bytes Hex(string digits) =>
        throw new System.NotSupportedException($"'{digits}' becomes bytes on the virtual machine only.");

    /// <summary>The bytes of an address, in the order of the machine.</summary>
    /// <param name="address">The address.</param>
    [Instructions]
    public static extern Bytes Of(Hash160 address);

    /// <summary>A number as the machine keeps it: least significant byte first, as short as it goes.</summary>
    /// <param name="number">The number.</param>
    [Instructions("CONVERT 28")]
    public static extern Bytes Of(long number);

    /// <summary>A number in eight bytes, least significant first; of a negative one the two's complement.</summary>
    /// <param name="number">The number.</param>
    [Instructions("PUSHINT128 00000000000000000100000000000000", "ADD", "CONVERT 28", "PUSH8", "LEFT", "CONVERT 28")]
    public static extern Bytes OfEight(long number);

    /// <summary>The byte at an index, as a number; faults outside.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="index">From 0.</param>
    [Instructions("PICKITEM")]
    public static extern int ByteAt(Bytes bytes, int index);

    /// <summary>The first bytes followed by the others.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The others.</param>
    [Instructions("CAT", "CONVERT 28")]
    public static extern Bytes Join(Bytes first, Bytes second);

    /// <summary>Part of a string of bytes; faults where it does not lie within.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="length">How many.</param>
    [Instructions("SUBSTR", "CONVERT 28")]
    public static extern Bytes Slice(Bytes bytes, int start, int length);

    /// <summary>The same bytes from the last to the first.</summary>
    /// <param name="bytes">The bytes. A caller may pass a buffer, which is first copied: it must not be turned around
    /// under those who read it again.</param>
    [Instructions("CONVERT 28", "CONVERT 30", "DUP", "REVERSEITEMS", "CONVERT 28")]
    public static extern Bytes Reversed(Bytes bytes);

    /// <summary>Whether two strings of bytes are equal.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    [Instructions("EQUAL")]
    public static extern bool AreEqual(Bytes first, Bytes second);

    /// <summary>The number that storage keeps; 0 of what it does not hold.</summary>
    /// <param name="bytes">What storage returned.</param>
    [Instructions("DUP", "ISNULL", "JMPIFNOT 06", "DROP", "PUSH0", "JMP 04", "CONVERT 21")]
    public static extern long ToNumber(Bytes bytes);

    /// <summary>Thirty-two bytes, least significant first, as a number with a sign.</summary>
    /// <param name="bytes">At most 32 bytes.</param>
    [Instructions("CONVERT 21")]
    public static extern Word ToWord(Bytes bytes);
}

/// <summary>An integer of 256 bits, as words of canonical rows are.</summary>
[AbiType("Integer")]
public sealed class Word
{
    private Word()
    {
    }

    /// <summary>Thirty-two bytes of a string, least significant first, as a number with a sign.</summary>
    /// <param name="bytes">The string; faults where it ends before.</param>
    /// <param name="start">The first of the bytes.</param>
    [Instructions("PUSHINT8 20", "SUBSTR", "CONVERT 21")]
    public static extern Word At(Bytes bytes, int start);

    /// <summary>The signed 64-bit field that begins at a bit.</summary>
    /// <param name="word">The word.</param>
    /// <param name="bit">The field's lowest bit: 192, 128, 64 or 0.</param>
    [Instructions(
        "SHR", "PUSHINT128 00000000000000800000000000000000", "ADD",
        "PUSHINT128 FFFFFFFFFFFFFFFF0000000000000000", "AND",
        "PUSHINT128 00000000000000800000000000000000", "SUB")]
    public static extern long Field(Word word, int bit);

    /// <summary>Bits of a word as a number that is not negative.</summary>
    /// <param name="word">The word.</param>
    /// <param name="bit">The lowest bit.</param>
    /// <param name="count">How many bits, up to 62.</param>
    [Instructions("PUSH1", "SWAP", "SHL", "DEC", "ROT", "ROT", "SHR", "AND")]
    public static extern long Bits(Word word, int bit, int count);

    /// <summary>The word without its lowest bits.</summary>
    /// <param name="word">The word.</param>
    /// <param name="count">How many bits fall off, up to 255.</param>
    [Instructions("SHR")]
    public static extern Word Above(Word word, int count);

    /// <summary>The word times a power of two.</summary>
    /// <param name="word">The word; a product beyond 256 bits faults.</param>
    /// <param name="count">The exponent.</param>
    [Instructions("SHL")]
    public static extern Word ShiftedUp(Word word, int count);

    /// <summary>The lowest bits of a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="count">How many bits, up to 254.</param>
    [Instructions("PUSH1", "SWAP", "SHL", "DEC", "AND")]
    public static extern Word Lowest(Word word, int count);

    /// <summary>Whether two words are the same number.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    [Instructions("NUMEQUAL")]
    public static extern bool AreEqual(Word first, Word second);

    /// <summary>Whether a word is less than another, both with a sign.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    [Instructions("LT")]
    public static extern bool IsLess(Word first, Word second);

    /// <summary>A word whose number has at most 128 bits.</summary>
    /// <param name="word">The word; others fault.</param>
    [Instructions(
        "DUP", "PUSHINT128 00000000000000000000000000000080",
        "PUSHINT256 0000000000000000000000000000008000000000000000000000000000000000", "WITHIN", "ASSERT")]
    public static extern System.Int128 ToInt128(Word word);

    /// <summary>The number as a word.</summary>
    /// <param name="number">The number.</param>
    [Instructions]
    public static extern Word Of(long number);

    /// <summary>Whether a word's number has at most 64 bits.</summary>
    /// <param name="word">The word.</param>
    [Instructions("PUSHINT64 0000000000000080", "PUSHINT128 00000000000000800000000000000000", "WITHIN")]
    public static extern bool IsLong(Word word);

    /// <summary>A number of 64 bits.</summary>
    /// <param name="word">The word; others fault.</param>
    [Instructions(
        "DUP", "PUSHINT64 0000000000000080", "PUSHINT128 00000000000000800000000000000000", "WITHIN", "ASSERT")]
    public static extern long ToLong(Word word);
}

/// <summary>The address of a contract or of an account: the hash of its script.</summary>
[AbiType("Hash160")]
public sealed class Hash160
{
    private Hash160()
    {
    }

    /// <summary>Whether two addresses are equal, also where a caller passed a buffer, which equals nothing.</summary>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    [Instructions("CONVERT 28", "SWAP", "CONVERT 28", "EQUAL")]
    public static extern bool AreEqual(Hash160 first, Hash160 second);

    /// <summary>The number of bytes; an address has 20.</summary>
    /// <param name="address">What a caller gave.</param>
    [Instructions("SIZE")]
    public static extern int Length(Hash160 address);

    /// <summary>An address that storage keeps.</summary>
    /// <param name="bytes">Twenty bytes.</param>
    [Instructions]
    public static extern Hash160 Of(Bytes bytes);
}

/// <summary>An array of the machine, of any values.</summary>
[AbiType("Array")]
public sealed class Items
{
    private Items()
    {
    }

    /// <summary>Whether a service had nothing to return.</summary>
    /// <param name="items">What it returned.</param>
    [Instructions("ISNULL")]
    public static extern bool IsMissing(Items items);

    /// <summary>The number of values.</summary>
    /// <param name="items">The array.</param>
    [Instructions("SIZE")]
    public static extern int Count(Items items);

    /// <summary>The bytes at an index; faults outside the array.</summary>
    /// <param name="items">The array.</param>
    /// <param name="index">From 0.</param>
    [Instructions("PICKITEM")]
    public static extern Bytes At(Items items, int index);

    /// <summary>The arguments of a token's transfer.</summary>
    /// <param name="from">Payer.</param>
    /// <param name="to">Payee.</param>
    /// <param name="amount">Token units.</param>
    /// <param name="data">What the payee's contract is told.</param>
    [Pack]
    public static extern Items Of(Hash160 from, Hash160 to, long amount, Bytes data);
}

/// <summary>Any value of the machine.</summary>
[AbiType("Any")]
public sealed class Any
{
    private Any()
    {
    }

    /// <summary>The array that the value is; faults later if it is none.</summary>
    /// <param name="any">The value.</param>
    [Instructions]
    public static extern Items ToItems(Any any);
}
