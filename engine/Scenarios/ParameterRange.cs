using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// The range of every number of a model: far beyond use, and within it no step of a valuation overflows, so that
/// valuing is total. Whoever lets a model in, by listing, document or bundle, refuses what lies outside.
/// </summary>
public static class ParameterRange
{
    /// <summary>Largest share, factor, multiplier, static discount, and skew either way: 100.</summary>
    public const long MaxRaw = 100 * Ratio.One;

    /// <summary>Largest power of the term scale: 10.</summary>
    public const long MaxPowerRaw = 10 * Ratio.One;

    /// <summary>Largest basis move up: 63, since a spot factor ends at 64.</summary>
    public const long MaxBasisUpRaw = 63 * Ratio.One;

    /// <summary>Refuses the first number outside its range.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="file">The file that holds them; empty inside the engine.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ParameterOutOfRange"/>, at the member's place in a model document.
    /// </exception>
    public static void Check(ModelParameters model, string file)
    {
        Require(file, "/horizon", model.HorizonSeconds, 0, Black76.MaxSeconds);
        CheckShocks(model, file);
        CheckDiscount(model.Discount, file);
        CheckContingencies(model, file);
        ExtensionRange.Check(model, file);
        Require(file, "/multiplier/maintenance", model.Multiplier.Maintenance.Raw, 1, MaxRaw);
        Require(file, "/multiplier/initial", model.Multiplier.Initial.Raw, model.Multiplier.Maintenance.Raw, MaxRaw);
        for (int at = 0; at < model.Haircuts.Length; at++)
        {
            CollateralRule rule = model.Haircuts[at];
            long maintenanceRaw = rule.Haircut.Maintenance.Raw;
            Require(file, $"/haircuts/{at}/maintenance", maintenanceRaw, 0, Ratio.One);
            Require(file, $"/haircuts/{at}/initial", rule.Haircut.Initial.Raw, 0, Ratio.One - maintenanceRaw);
            Require(file, $"/haircuts/{at}/confidenceFactor", rule.ConfidenceFactor.Raw, 0, MaxRaw);
        }
    }

    private static void CheckShocks(ModelParameters model, string file)
    {
        VolatilityShockParameters shock = model.VolatilityShock;
        Require(file, "/volatilityShock/up", shock.Up.Raw, 0, MaxRaw);
        Require(file, "/volatilityShock/down", shock.Down.Raw, 0, MaxRaw);
        Require(file, "/volatilityShock/shortPower", shock.ShortPower.Raw, 0, MaxPowerRaw);
        Require(file, "/volatilityShock/longPower", shock.LongPower.Raw, 0, MaxPowerRaw);
        Require(file, "/volatilityShock/floor", shock.FloorSeconds, 0, Black76.MaxSeconds);
        Require(file, "/volatilityShock/minimumUp", shock.MinimumUp.Raw, 0, Volatility.MaxRaw);

        SkewParameters skew = model.Skew;
        Require(file, "/skew/linearBase", skew.LinearBase.Raw, -MaxRaw, MaxRaw);
        Require(file, "/skew/linearSlope", skew.LinearSlope.Raw, -MaxRaw, MaxRaw);
        Require(file, "/skew/absoluteBase", skew.AbsoluteBase.Raw, -MaxRaw, MaxRaw);
        Require(file, "/skew/absoluteSlope", skew.AbsoluteSlope.Raw, -MaxRaw, MaxRaw);
        Require(file, "/skew/minimumWidth", skew.MinimumWidth.Raw, 1, MaxRaw);
        Require(file, "/skew/widthScale", skew.WidthScale.Raw, -MaxRaw, MaxRaw);
        Require(file, "/skew/volatilityStatic", skew.VolatilityStatic.Raw, -MaxRaw, MaxRaw);
        Require(file, "/skew/volatilityScale", skew.VolatilityScale.Raw, -MaxRaw, MaxRaw);
    }

    private static void CheckDiscount(DiscountParameters discount, string file)
    {
        Require(file, "/discount/long/static", discount.LongStatic.Raw, 0, MaxRaw);
        Require(file, "/discount/long/rateMultiplier", discount.LongRateMultiplier.Raw, 0, MaxRaw);
        Require(file, "/discount/long/rateAdd", discount.LongRateAdd.Raw, 0, MaxRaw);
        Require(file, "/discount/short/static", discount.ShortStatic.Raw, 0, MaxRaw);
        Require(file, "/discount/short/rateMultiplier", discount.ShortRateMultiplier.Raw, 0, MaxRaw);
        Require(file, "/discount/short/rateAdd", discount.ShortRateAdd.Raw, 0, MaxRaw);
    }

    private static void CheckContingencies(ModelParameters model, string file)
    {
        Require(file, "/contingencies/basis/up", model.Basis.Up.Raw, 0, MaxBasisUpRaw);
        Require(file, "/contingencies/basis/down", model.Basis.Down.Raw, -Ratio.One, 0);
        Require(file, "/contingencies/basis/add", model.Basis.Add.Raw, 0, MaxRaw);
        Require(file, "/contingencies/basis/multiplier", model.Basis.Multiplier.Raw, 0, MaxRaw);
        Require(file, "/contingencies/perpetual/initial", model.Perpetual.Initial.Raw, 0, MaxRaw);
        Require(file, "/contingencies/perpetual/maintenance", model.Perpetual.Maintenance.Raw, 0, MaxRaw);
        Require(file, "/contingencies/shortOption/initial", model.ShortOption.Initial.Raw, 0, MaxRaw);
        Require(file, "/contingencies/shortOption/maintenance", model.ShortOption.Maintenance.Raw, 0, MaxRaw);
        Require(file, "/contingencies/confidence/threshold", model.Confidence.Threshold.Raw, 0, Ratio.One);
        Require(file, "/contingencies/confidence/factor", model.Confidence.Factor.Raw, 0, MaxRaw);
        Require(file, "/contingencies/peg/threshold", model.Peg.Threshold.Raw, 0, MaxRaw);
        Require(file, "/contingencies/peg/factor", model.Peg.Factor.Raw, 0, MaxRaw);
    }

    internal static void Require(string file, string path, long raw, long least, long most)
    {
        if (raw < least || raw > most)
        {
            throw new MarginException(
                ErrorCode.ParameterOutOfRange, file, path, $"{raw}", $"{least} to {most} raw units");
        }
    }
}
