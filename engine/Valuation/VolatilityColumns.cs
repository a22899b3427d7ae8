using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;

namespace Verifiable.Engine.Valuation;

/// <summary>The total volatility of one option in every column of a risk array, and its inverse.</summary>
/// <remarks>A shock is computed once an option, and only where some scenario of the set has it.</remarks>
internal sealed class VolatilityColumns
{
    /// <summary>Today's own column where the scenarios are later than today; the others are of the model.</summary>
    private const int Today = (int)VolatilityColumn.Own + 1;
    private const int Shocks = Today + 1;

    /// <summary>A shocked volatility's limit, 2^16, scale 2^46: total volatility is capped far below.</summary>
    private const long VolatilityLimitQ46 = 1L << 62;

    private readonly RiskArray _array;
    private readonly int[] _shockOf;
    private readonly bool[] _isUsed = new bool[Shocks];
    private readonly long[] _totalsQ46 = new long[Shocks];
    private readonly long[] _reciprocalsQ38 = new long[Shocks];
    private readonly long _upQ40;
    private readonly long _minimumUpQ46;
    private readonly long _downQ40;
    private readonly long _minimumWidthQ40;
    private readonly long _widthScaleQ40;
    private readonly long _staticQ40;
    private readonly long _scaleQ40;
    private readonly SkewCap _linear;
    private readonly SkewCap _absolute;

    internal VolatilityColumns(RiskArray array)
    {
        _array = array;
        _shockOf = new int[array.Stride];
        for (int column = 0; column < array.Stride; column++)
        {
            _shockOf[column] = column < array.ScenarioCount
                ? (int)array.Scenarios.Scenarios[column].Column
                : array.Model.HorizonSeconds > 0 ? Today : (int)VolatilityColumn.None;
            _isUsed[_shockOf[column]] = true;
        }

        VolatilityShockParameters shock = array.Model.VolatilityShock;
        _upQ40 = Scale.Convert(shock.Up.Raw, 40);
        _minimumUpQ46 = Scale.Clamp(shock.MinimumUp.Raw, 46);
        _downQ40 = Scale.Convert(shock.Down.Raw, 40);
        SkewParameters skew = array.Model.Skew;
        _minimumWidthQ40 = Scale.Convert(skew.MinimumWidth.Raw, 40);
        _widthScaleQ40 = Scale.Convert(skew.WidthScale.Raw, 40);
        _staticQ40 = Scale.Convert(skew.VolatilityStatic.Raw, 40);
        _scaleQ40 = Scale.Convert(skew.VolatilityScale.Raw, 40);
        _linear = new SkewCap(Scale.Convert(skew.LinearBase.Raw, 40), Scale.Convert(skew.LinearSlope.Raw, 40));
        _absolute = new SkewCap(Scale.Convert(skew.AbsoluteBase.Raw, 40), Scale.Convert(skew.AbsoluteSlope.Raw, 40));
    }

    /// <summary>Sets an option's total volatilities.</summary>
    /// <param name="terms">Its expiry.</param>
    /// <param name="sigmaQ46">Its volatility, unshocked.</param>
    /// <param name="logMoneynessQ46">ln F - ln K.</param>
    /// <param name="columns">Receives them.</param>
    internal void Fill(in ExpiryTerms terms, long sigmaQ46, long logMoneynessQ46, OptionColumns columns)
    {
        for (int shock = 0; shock < Shocks; shock++)
        {
            if (_isUsed[shock] && shock != (int)VolatilityColumn.Own)
            {
                long sqrtTauQ46 = shock == Today ? terms.SqrtTauQ46 : terms.ScenarioSqrtTauQ46;
                long shockedQ46 = Shocked((VolatilityColumn)shock, terms, sigmaQ46, -logMoneynessQ46);
                _totalsQ46[shock] = Black76.TotalVolatility(shockedQ46, sqrtTauQ46);
                _reciprocalsQ38[shock] = Black76.Reciprocal(_totalsQ46[shock]);
            }
        }

        // Of one length, so that columns are checked once.
        ReadOnlySpan<int> shocks = _shockOf;
        Span<long> totals = columns.TotalsQ46.AsSpan(0, shocks.Length);
        Span<long> reciprocals = columns.ReciprocalsQ38.AsSpan(0, shocks.Length);
        for (int column = 0; column < shocks.Length; column++)
        {
            int shock = shocks[column];
            totals[column] = _totalsQ46[shock];
            reciprocals[column] = _reciprocalsQ38[shock];
        }

        if (_isUsed[(int)VolatilityColumn.Own])
        {
            FillOwn(terms, sigmaQ46, columns);
        }
    }

    /// <summary>The columns whose scenario has a factor of its own.</summary>
    private void FillOwn(in ExpiryTerms terms, long sigmaQ46, OptionColumns columns)
    {
        int factor = _array.Underlyings[terms.Underlying].Factor;
        for (int column = 0; column < _array.ScenarioCount; column++)
        {
            Scenario scenario = _array.Scenarios.Scenarios[column];
            if (scenario.Column == VolatilityColumn.Own)
            {
                long ownQ40 = scenario.Shocks[factor].VolatilityFactorQ40;
                long totalQ46 = Black76.TotalVolatility(
                    MulShift.Clamp(sigmaQ46, ownQ40, 40, VolatilityLimitQ46), terms.ScenarioSqrtTauQ46);
                columns.TotalsQ46[column] = totalQ46;
                columns.ReciprocalsQ38[column] = Black76.Reciprocal(totalQ46);
            }
        }
    }

    private long Shocked(VolatilityColumn column, in ExpiryTerms terms, long sigmaQ46, long logStrikeQ46) =>
        column switch
        {
            VolatilityColumn.Up => VolatilityShock.Up(sigmaQ46, _upQ40, terms.TermScaleQ40, _minimumUpQ46),
            VolatilityColumn.Down => VolatilityShock.Down(sigmaQ46, _downQ40, terms.TermScaleQ40),
            VolatilityColumn.LinearSkew => Skewed(sigmaQ46, logStrikeQ46, terms.SqrtTauQ46, _linear),
            VolatilityColumn.AbsoluteSkew => Skewed(
                sigmaQ46, logStrikeQ46 < 0 ? -logStrikeQ46 : logStrikeQ46, terms.SqrtTauQ46, _absolute),
            _ => sigmaQ46,
        };

    private long Skewed(long sigmaQ46, long logStrikeQ46, long sqrtTauQ46, SkewCap cap) => VolatilityShock.Skew(
        sigmaQ46,
        logStrikeQ46,
        sqrtTauQ46,
        cap.SlopeQ40,
        cap.BaseQ40,
        _minimumWidthQ40,
        _widthScaleQ40,
        _staticQ40,
        _scaleQ40);

    /// <summary>The most that a rotation changes a volatility by: a base and a slope in the root of time.</summary>
    private readonly record struct SkewCap(long BaseQ40, long SlopeQ40);
}
