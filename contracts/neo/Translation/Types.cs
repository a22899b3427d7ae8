using Mono.Cecil;

namespace Verifiable.Neo.Translation;

/// <summary>The types of the subset.</summary>
internal static class Types
{
    internal const string Int128 = "System.Int128";
    internal const string LongTable = "System.ReadOnlySpan`1<System.Int64>";

    /// <summary>The value of a type before anything is known of it, or null where the subset lacks the type.</summary>
    internal static StackValue? ValueOf(TypeReference type) => type.FullName switch
    {
        "System.Boolean" => new StackValue(ValueKind.Int32, Interval.Truth),
        "System.Int32" => new StackValue(ValueKind.Int32, Interval.Int32),
        "System.Int64" => new StackValue(ValueKind.Int64, Interval.Int64),
        Int128 => new StackValue(ValueKind.Int128, Interval.Int128),
        "System.Int64[]" => new StackValue(ValueKind.LongArray, default),
        _ => OpaqueOf(type),
    };

    /// <summary>The numbers of a kind's type.</summary>
    internal static Interval RangeOf(ValueKind kind) => kind switch
    {
        ValueKind.Int32 => Interval.Int32,
        ValueKind.Int64 => Interval.Int64,
        _ => Interval.Int128,
    };

    private static StackValue? OpaqueOf(TypeReference type)
    {
        if (type.Resolve() is { IsEnum: true })
        {
            return new StackValue(ValueKind.Int32, Interval.Int32);
        }

        return FrameworkAttributes.AbiTypeOf(type) is null
            ? null
            : new StackValue(ValueKind.Opaque, default) { TypeName = type.FullName };
    }
}
