using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>One ABI type. Types come from <see cref="AbiTypeParser"/>, which bounds their depth and size.</summary>
public sealed class AbiType
{
    /// <summary>The deepest nesting of arrays and tuples that a type may have.</summary>
    public const int MaxDepth = 32;

    /// <summary>
    /// The most bytes that a type may occupy in place; a longer fixed array has no place in calldata.
    /// </summary>
    public const int MaxHeadBytes = 1 << 24;

    private AbiType(AbiKind kind, int size, AbiType? element, ImmutableArray<AbiParameter> members)
    {
        Kind = kind;
        Size = size;
        Element = element;
        Members = members;
        Depth = 1 + (element?.Depth ?? members.Select(member => member.Type.Depth).DefaultIfEmpty(0).Max());
        IsDynamic = kind switch
        {
            AbiKind.Bytes or AbiKind.Text or AbiKind.Array => true,
            AbiKind.FixedArray => element!.IsDynamic,
            AbiKind.Tuple => members.Any(member => member.Type.IsDynamic),
            _ => false,
        };
        HeadBytes = MeasureHead();
        if (Depth > MaxDepth || HeadBytes > MaxHeadBytes)
        {
            throw new MarginException(
                ErrorCode.AbiMalformed,
                "ABI",
                "type",
                $"{kind} of depth {Depth}, {HeadBytes} bytes",
                $"at most {MaxDepth} levels and {MaxHeadBytes} bytes");
        }
    }

    /// <summary>The shape.</summary>
    public AbiKind Kind { get; }

    /// <summary>Bits of an integer, bytes of <c>bytesN</c>, items of a fixed array; else 0.</summary>
    public int Size { get; }

    /// <summary>The item type of an array; else null.</summary>
    public AbiType? Element { get; }

    /// <summary>The members of a tuple; else empty.</summary>
    public ImmutableArray<AbiParameter> Members { get; }

    /// <summary>True when the value stands behind an offset.</summary>
    public bool IsDynamic { get; }

    /// <summary>The bytes that the type occupies in the head of what encloses it: 32 when dynamic.</summary>
    public long HeadBytes { get; }

    /// <summary>Levels of nesting; 1 for an elementary type.</summary>
    public int Depth { get; }

    /// <summary>The canonical name, as it stands in signatures: <c>(uint64,bytes32[])[2]</c>.</summary>
    public override string ToString() => Kind switch
    {
        AbiKind.UnsignedNumber => $"uint{Text(Size)}",
        AbiKind.SignedNumber => $"int{Text(Size)}",
        AbiKind.Boolean => "bool",
        AbiKind.Address => "address",
        AbiKind.FixedBytes => $"bytes{Text(Size)}",
        AbiKind.Bytes => "bytes",
        AbiKind.Text => "string",
        AbiKind.FixedArray => $"{Element}[{Text(Size)}]",
        AbiKind.Array => $"{Element}[]",
        _ => Signature(Members),
    };

    /// <summary>The types of a list in parentheses, as they stand in signatures.</summary>
    public static string Signature(ImmutableArray<AbiParameter> parameters) =>
        $"({string.Join(',', parameters.Select(parameter => parameter.Type.ToString()))})";

    internal static AbiType Elementary(AbiKind kind, int size = 0) => new(kind, size, null, []);

    internal static AbiType ArrayOf(AbiType element) => new(AbiKind.Array, 0, element, []);

    internal static AbiType FixedArrayOf(AbiType element, int length) => new(AbiKind.FixedArray, length, element, []);

    internal static AbiType TupleOf(ImmutableArray<AbiParameter> members) => new(AbiKind.Tuple, 0, null, members);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private long MeasureHead() => Kind switch
    {
        _ when IsDynamic => 32,
        AbiKind.FixedArray => Element!.HeadBytes * Size,
        AbiKind.Tuple => Members.Sum(member => member.Type.HeadBytes),
        _ => 32,
    };
}
