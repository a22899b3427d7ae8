using Stratis.SmartContracts;

/// <content>
/// Signed numbers beyond 64 bits: the framework has unsigned ones only, so a number is kept as its distance from 2^200.
/// </content>
public sealed partial class MarginVault
{
    private const ulong LargestMagnitude = 1UL << 63;

    private static UInt256 Zero() => (UInt256)1UL << 200;

    private static UInt256 Wide(long number) =>
        number < 0 ? Zero() - Magnitude(number) : Zero() + Magnitude(number);

    private static ulong Magnitude(long number) => number < 0 ? (ulong)(-(number + 1)) + 1 : (ulong)number;

    private static bool IsNegative(UInt256 wide) => wide < Zero();

    private static UInt256 Absolute(UInt256 wide) => IsNegative(wide) ? Zero() - wide : wide - Zero();

    private static UInt256 Signed(bool negative, UInt256 magnitude) =>
        negative ? Zero() - magnitude : Zero() + magnitude;

    private static UInt256 Add(UInt256 left, UInt256 right) => left + right - Zero();

    private static UInt256 Subtract(UInt256 left, UInt256 right) => left + Zero() - right;

    private static UInt256 Negate(UInt256 wide) => Zero() + Zero() - wide;

    private static UInt256 Multiply(UInt256 left, UInt256 right) =>
        Signed(IsNegative(left) != IsNegative(right), Absolute(left) * Absolute(right));

    private static UInt256 Product(long left, long right) => Multiply(Wide(left), Wide(right));

    /// <summary>Towards zero.</summary>
    private static UInt256 Quotient(UInt256 left, UInt256 right) =>
        Signed(IsNegative(left) != IsNegative(right), Absolute(left) / Absolute(right));

    /// <summary>With the sign of the dividend.</summary>
    private static UInt256 Remainder(UInt256 left, UInt256 right) =>
        Signed(IsNegative(left), Absolute(left) % Absolute(right));

    private static UInt256 ShiftLeft(UInt256 wide, int count) => Signed(IsNegative(wide), Absolute(wide) << count);

    /// <summary>floor(wide / 2^count): 2^200 is a multiple of the power.</summary>
    private static UInt256 ShiftRight(UInt256 wide, int count) => (wide >> count) + Zero() - (Zero() >> count);

    private static bool FitsLong(UInt256 wide)
    {
        UInt256 magnitude = Absolute(wide);
        UInt256 most = LargestMagnitude;
        return magnitude < most || (IsNegative(wide) && magnitude == most);
    }

    private static long Narrow(UInt256 wide, string refusal)
    {
        Assert(FitsLong(wide), refusal);
        ulong magnitude = (ulong)Absolute(wide);
        if (!IsNegative(wide))
        {
            return (long)magnitude;
        }

        return magnitude == 0 ? 0 : -(long)(magnitude - 1) - 1;
    }

    private static long Clamp(UInt256 wide, long limit)
    {
        if (wide > Wide(limit))
        {
            return limit;
        }

        return wide < Wide(-limit) ? -limit : Narrow(wide, Overflow);
    }
}
