using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// A margin model's numbers. With a <see cref="ScenarioSet"/> they are the model: shocks, discounting, contingencies,
/// haircuts, measure and multipliers. Formulas: engine/README.md. Unless said otherwise a number is a pure ratio.
/// </summary>
/// <param name="Name">The profile's name; not hashed.</param>
/// <param name="Version">The profile's version; not hashed.</param>
/// <param name="Settlement">The one currency of account.</param>
/// <param name="StableAsset">The coin that stands for the settlement currency and may lose its peg.</param>
/// <param name="HorizonSeconds">How far a scenario looks ahead; time to expiry shrinks by it.</param>
/// <param name="VolatilityShock">Columns up and down.</param>
/// <param name="Skew">Columns that rotate the smile.</param>
/// <param name="Discount">Discounting of a shocked expiry by the sign of its value.</param>
/// <param name="Basis">The forward contingency.</param>
/// <param name="Multiplier">From the worst loss to a requirement.</param>
/// <param name="Perpetual">Add-on on perpetuals, of their size at spot.</param>
/// <param name="ShortOption">Add-on on naked short options, of their size at spot.</param>
/// <param name="Confidence">Add-on on size priced with little confidence.</param>
/// <param name="Peg">Add-on when the stable coin is below its peg.</param>
/// <param name="Measure">What is read from the scenarios' losses.</param>
/// <param name="Haircuts">Collateral rules, strictly ascending by asset.</param>
public sealed record ModelParameters(
    string Name,
    string Version,
    AssetId Settlement,
    AssetId StableAsset,
    long HorizonSeconds,
    VolatilityShockParameters VolatilityShock,
    SkewParameters Skew,
    DiscountParameters Discount,
    BasisParameters Basis,
    StagedRatio Multiplier,
    StagedRatio Perpetual,
    StagedRatio ShortOption,
    ConfidenceParameters Confidence,
    PegParameters Peg,
    MeasureParameters Measure,
    ImmutableArray<CollateralRule> Haircuts)
    : MarginParameters(Name, Version, Settlement, StableAsset, Haircuts)
{
    /// <inheritdoc/>
    public override MarginRule Rule => MarginRule.Portfolio;

    /// <summary>How far residuals look ahead, in seconds.</summary>
    public long ResidualHorizonSeconds => Measure.HorizonSeconds == 0 ? HorizonSeconds : Measure.HorizonSeconds;

    /// <summary>How losses of several underlyings make one.</summary>
    public AcrossParameters Across { get; init; } = AcrossParameters.Joint;

    /// <summary>Add-ons on concentrated positions, strictly ascending by underlying.</summary>
    public ImmutableArray<ConcentrationRule> Concentration { get; init; } = [];

    /// <summary>Limits on what is not yet cash.</summary>
    public LimitParameters Limits { get; init; } = LimitParameters.None;

    /// <summary>How margin follows volatility.</summary>
    public DynamicParameters Dynamic { get; init; } = DynamicParameters.None;

    /// <summary>Lines of credit.</summary>
    public CreditParameters Credit { get; init; } = CreditParameters.None;

    /// <summary>Those who stand behind collateral.</summary>
    public CounterpartyParameters Counterparties { get; init; } = CounterpartyParameters.None;

    /// <inheritdoc/>
    public override bool IsEnforceable => Across.Rule == AcrossRule.JointScenario
        && Limits == LimitParameters.None
        && Dynamic.Underlyings.IsEmpty
        && Credit.Lines.IsEmpty
        && Counterparties.Exposures.IsEmpty;

    /// <inheritdoc/>
    public override bool MeasuresTail => Measure.Kind != MeasureKind.Scan;

    /// <summary>Whether the model has a member that the first layout of the parameter row does not hold.</summary>
    public bool NeedsSecondLayout => Measure.Kind == MeasureKind.ValueAtRisk
        || Measure.AtLeastWorst
        || Measure.HorizonSeconds != 0
        || !Concentration.IsEmpty
        || !IsEnforceable;

    /// <summary>Whether a result has the components of a tail and of the optional members.</summary>
    public bool IsExtended => MeasuresTail || NeedsSecondLayout;
}

/// <summary>A number for maintenance margin and one for initial margin.</summary>
/// <param name="Initial">
/// For initial margin. In an add-on it counts on top of maintenance; in the multiplier it stands alone.
/// </param>
/// <param name="Maintenance">For maintenance margin.</param>
public readonly record struct StagedRatio(Ratio Initial, Ratio Maintenance);

/// <summary>Volatility columns up and down: range * (30 days / max(time, floor))^power.</summary>
/// <param name="Up">Range of the column up.</param>
/// <param name="Down">Range of the column down.</param>
/// <param name="ShortPower">Power up to 30 days.</param>
/// <param name="LongPower">Power beyond 30 days.</param>
/// <param name="FloorSeconds">Shortest time that scales.</param>
/// <param name="MinimumUp">Lowest volatility in the column up.</param>
public sealed record VolatilityShockParameters(
    Ratio Up,
    Ratio Down,
    Ratio ShortPower,
    Ratio LongPower,
    long FloorSeconds,
    Volatility MinimumUp);

/// <summary>Smile rotation: a volatility is multiplied by 1 + clamp(k * cap / k*, -cap, cap).</summary>
/// <param name="LinearBase">Cap of the linear rotation at the shortest time.</param>
/// <param name="LinearSlope">Change of that cap with the square root of time.</param>
/// <param name="AbsoluteBase">Cap of the absolute rotation at the shortest time.</param>
/// <param name="AbsoluteSlope">Change of that cap with the square root of time.</param>
/// <param name="MinimumWidth">Least log-moneyness at which the cap is reached, k*.</param>
/// <param name="WidthScale">Scale of k* in standard deviations.</param>
/// <param name="VolatilityStatic">Volatility in k* at the shortest time.</param>
/// <param name="VolatilityScale">Change of that volatility with the square root of time.</param>
public sealed record SkewParameters(
    Ratio LinearBase,
    Ratio LinearSlope,
    Ratio AbsoluteBase,
    Ratio AbsoluteSlope,
    Ratio MinimumWidth,
    Ratio WidthScale,
    Ratio VolatilityStatic,
    Ratio VolatilityScale);

/// <summary>Discounting of a shocked expiry: static * exp(-/+ tau * (rate * multiplier + add)).</summary>
/// <param name="LongStatic">Static factor of an expiry worth something.</param>
/// <param name="LongRateMultiplier">Rate multiplier of such an expiry.</param>
/// <param name="LongRateAdd">Rate addend of such an expiry.</param>
/// <param name="ShortStatic">Static factor of an expiry that owes.</param>
/// <param name="ShortRateMultiplier">Rate multiplier of such an expiry.</param>
/// <param name="ShortRateAdd">Rate addend of such an expiry.</param>
public sealed record DiscountParameters(
    Ratio LongStatic,
    Ratio LongRateMultiplier,
    Ratio LongRateAdd,
    Ratio ShortStatic,
    Ratio ShortRateMultiplier,
    Ratio ShortRateAdd);

/// <summary>The forward contingency: the loss when forwards move alone, times add + multiplier * tau.</summary>
/// <param name="Up">Move up, as 0.05.</param>
/// <param name="Down">Move down, as -0.05.</param>
/// <param name="Add">Constant part of the factor.</param>
/// <param name="Multiplier">Part of the factor that grows with years to expiry.</param>
public sealed record BasisParameters(Ratio Up, Ratio Down, Ratio Add, Ratio Multiplier);

/// <summary>Below the threshold of confidence c, (1 - c) * factor * size at spot is added to initial margin.</summary>
/// <param name="Threshold">Confidence from which nothing is added.</param>
/// <param name="Factor">Share of size added when confidence is zero.</param>
public sealed record ConfidenceParameters(Ratio Threshold, Ratio Factor);

/// <summary>Below the threshold, (threshold - price) * factor is added to the initial multiplier.</summary>
/// <param name="Threshold">Stable price from which nothing is added.</param>
/// <param name="Factor">Multiplier per unit of lost peg.</param>
public sealed record PegParameters(Ratio Threshold, Ratio Factor);

/// <summary>What is read from the scenarios' losses.</summary>
/// <param name="Kind">The measure.</param>
/// <param name="ConfidencePpm">Level in millionths; zero for the scan.</param>
/// <param name="AtLeastWorst">Whether the scan binds as well where it is the larger; a scan always does.</param>
/// <param name="HorizonSeconds">
/// How far residuals look ahead, which are of one day; zero takes the model's horizon. It has a number of its own
/// because the model's also lets time to expiry pass, in every scenario.
/// </param>
public sealed record MeasureParameters(
    MeasureKind Kind,
    int ConfidencePpm,
    bool AtLeastWorst = false,
    long HorizonSeconds = 0);

/// <summary>Measures; the numbers are those of the canonical parameter row.</summary>
public enum MeasureKind
{
    /// <summary>The worst loss over the scan's scenarios.</summary>
    Scan = 0,

    /// <summary>The mean of the tail's losses, over the tail scenarios.</summary>
    ExpectedShortfall = 1,

    /// <summary>The loss that the tail reaches, over the tail scenarios.</summary>
    ValueAtRisk = 2,
}

/// <summary>How one collateral asset counts.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Haircut">Shares of value that do not count; initial on top of maintenance.</param>
/// <param name="ConfidenceFactor">Share of value added when confidence is zero.</param>
/// <param name="RiskCancels">The underlying whose spot moves this asset offsets; zero for none.</param>
public readonly record struct CollateralRule(
    AssetId Asset,
    StagedRatio Haircut,
    Ratio ConfidenceFactor,
    UnderlyingId RiskCancels);
