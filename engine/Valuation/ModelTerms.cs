using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel.Margin;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Engine.Valuation;

/// <summary>
/// What a model asks of every account, in the kernel's units: converted once an array, since each conversion is a
/// division of 128 bits.
/// </summary>
internal sealed class ModelTerms
{
    private readonly ConcentrationTerms[] _concentration;

    /// <summary>Converts a model's parameters.</summary>
    /// <param name="model">The parameters.</param>
    /// <param name="stablePrice">The stable coin's price.</param>
    internal ModelTerms(ModelParameters model, Ratio stablePrice)
    {
        MoneyDecimals = Money.DecimalsOf(model.Settlement);
        Multiplier = new StagedShare(model.Multiplier);
        Perpetual = new StagedShare(model.Perpetual);
        ShortOption = new StagedShare(model.ShortOption);
        LostPegQ40 = StableContingency.MultiplierCeil(
            Scale.Convert(stablePrice.Raw, 40),
            Scale.Convert(model.Peg.Threshold.Raw, 40),
            Scale.Convert(model.Peg.Factor.Raw, 40));
        CreditFloorQ40 = Scale.Convert(model.Credit.Floor.Raw, 40);
        AcrossCreditQ40 = Scale.Convert(model.Across.Credit.Raw, 40);
        BasisWidthQ40 = Scale.Convert(model.Basis.Up.Raw, 40) - Scale.Convert(model.Basis.Down.Raw, 40);
        _concentration = new ConcentrationTerms[model.Concentration.Length];
        for (int at = 0; at < _concentration.Length; at++)
        {
            ConcentrationRule rule = model.Concentration[at];
            _concentration[at] = new ConcentrationTerms(
                rule.Underlying, rule.Lower.Raw, rule.Upper.Raw, new StagedShare(rule.Share));
        }
    }

    /// <summary>Places of the settlement currency.</summary>
    internal int MoneyDecimals { get; }

    /// <summary>What multiplies the loss that binds.</summary>
    internal StagedShare Multiplier { get; }

    /// <summary>Of the size of perpetuals.</summary>
    internal StagedShare Perpetual { get; }

    /// <summary>Of the size of options sold and not covered.</summary>
    internal StagedShare ShortOption { get; }

    /// <summary>What the stable coin's lost peg adds to the loss that binds.</summary>
    internal long LostPegQ40 { get; }

    /// <summary>The share of the initial margin that credit leaves.</summary>
    internal long CreditFloorQ40 { get; }

    /// <summary>The share of the offset between underlyings that counts.</summary>
    internal long AcrossCreditQ40 { get; }

    /// <summary>The distance of the two forward moves.</summary>
    internal long BasisWidthQ40 { get; }

    /// <summary>Whether any underlying has a concentration rule.</summary>
    internal bool HasConcentration => _concentration.Length != 0;

    /// <summary>An underlying's rule; one without has a share of nothing.</summary>
    internal ConcentrationTerms ConcentrationOf(UnderlyingId underlying)
    {
        foreach (ConcentrationTerms terms in _concentration)
        {
            if (terms.Underlying == underlying)
            {
                return terms;
            }
        }

        return default;
    }
}

/// <summary>A share for initial margin and one for maintenance, scale 2^40.</summary>
internal readonly record struct StagedShare(long InitialQ40, long MaintenanceQ40)
{
    internal StagedShare(StagedRatio ratio)
        : this(Scale.Convert(ratio.Initial.Raw, 40), Scale.Convert(ratio.Maintenance.Raw, 40))
    {
    }
}

/// <summary>From which size concentration costs a share of it, and from which the whole share; raw 1e-8.</summary>
internal readonly record struct ConcentrationTerms(
    UnderlyingId Underlying, long Lower, long Upper, StagedShare Share);
