using System;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;

namespace Verifiable.Documents;

/// <summary>
/// What one margin model asks less than another, in raw units of the settlement currency; negative where it asks more.
/// </summary>
/// <remarks>
/// A difference of two requirements, and of two excesses: these differ by more where the models value options
/// differently, as the portfolio rule discounts them and rules by position do not.
/// </remarks>
/// <param name="Initial">Initial margin of the other less one's own.</param>
/// <param name="InitialShare">
/// Over the other's initial margin, 1 = all of it, floored to six places; null where that is 0.
/// </param>
/// <param name="Maintenance">Maintenance margin of the other less one's own.</param>
/// <param name="MaintenanceShare">Over the other's maintenance margin, in the same way.</param>
/// <param name="Excess">One's own excess less the other's: what may be withdrawn besides.</param>
public readonly record struct CapitalSaved(
    Int128 Initial,
    string? InitialShare,
    Int128 Maintenance,
    string? MaintenanceShare,
    Int128 Excess)
{
    private const int SharePlaces = 6;

    /// <summary>Compares two results of one book.</summary>
    /// <param name="other">What is saved against.</param>
    /// <param name="own">What saves.</param>
    public static CapitalSaved Of(MarginResult other, MarginResult own)
    {
        Int128 initial = (Int128)other.InitialMargin.Raw - own.InitialMargin.Raw;
        Int128 maintenance = (Int128)other.MaintenanceMargin.Raw - own.MaintenanceMargin.Raw;
        return new CapitalSaved(
            initial,
            ShareOf(initial, other.InitialMargin.Raw, SharePlaces),
            maintenance,
            ShareOf(maintenance, other.MaintenanceMargin.Raw, SharePlaces),
            (Int128)own.Excess.Raw - other.Excess.Raw);
    }

    /// <summary>The saved initial margin in percent, floored to two places; null where none is asked.</summary>
    /// <param name="other">What is saved against.</param>
    public string? InitialPercent(MarginResult other) => ShareOf(Initial * 100, other.InitialMargin.Raw, 2);

    private static string? ShareOf(Int128 part, long whole, int places) =>
        whole == 0 ? null : DecimalText.FormatQuotient(part, whole, places);
}
