using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>One scenario of the model's set, and what it does to one underlying.</summary>
internal static class Scenario
{
    internal const long Up = 1;
    internal const long Down = 2;
    internal const long LinearSkew = 3;
    internal const long AbsoluteSkew = 4;
    internal const long Own = 5;

    private const long OneQ40 = 1L << 40;
    private const int FirstFactor = 3;

    private static Bytes? _words;
    private static int _count;
    private static int _factors;
    private static int _scenarios;
    private static int _headWord;

    internal static long DampeningQ40;
    internal static long Weight;
    internal static long Column;
    internal static bool IsResidual;
    internal static bool IsTail;

    /// <summary>The move of the underlying's spot, before a residual is scaled.</summary>
    internal static long MoveQ40;

    internal static long VolatilityFactorQ40;
    internal static long RateShift;

    /// <summary>Reads the set's counts. The caller has compared its hash.</summary>
    internal static void Open(Bytes scenarios)
    {
        _count = Words.CountOf(scenarios);
        _words = Bytes.Reversed(scenarios);
        _scenarios = (int)Word.Bits(Words.At(_words, _count, 1), 0, 32);
        _factors = (int)Word.Bits(Words.At(_words, _count, 2), 0, 32);
    }

    /// <summary>The number of scenarios of the set.</summary>
    internal static int Count() => _scenarios;

    /// <summary>Turns to one scenario.</summary>
    internal static void Select(int scenario)
    {
        Contract.Require(scenario >= 0 && scenario < _scenarios, "ScenarioOutOfRange");
        _headWord = FirstFactor + _factors + (scenario * (1 + _factors));
        Word head = Words.At(_words!, _count, _headWord);
        DampeningQ40 = Word.Bits(head, 192, 62);
        Weight = Word.Bits(head, 160, 32);
        Column = Word.Bits(head, 144, 16);
        IsResidual = Word.Bits(head, 128, 1) == 1;
        IsTail = Word.Bits(head, 129, 1) == 1;
    }

    /// <summary>Whether a scenario of the set is a residual, which today's volatility scales.</summary>
    internal static bool HasResiduals()
    {
        for (int scenario = 0; scenario < _scenarios; scenario++)
        {
            Select(scenario);
            if (IsResidual)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the set shocks an underlying.</summary>
    internal static bool Shocks(Word underlying) => FactorOf(underlying) < _factors;

    /// <summary>Turns the scenario in hand to one underlying; tells whether the set shocks it.</summary>
    internal static bool SelectFactor(Word underlying)
    {
        int factor = FactorOf(underlying);
        if (factor == _factors)
        {
            MoveQ40 = OneQ40;
            VolatilityFactorQ40 = 0;
            RateShift = 0;
            return false;
        }

        Word shock = Words.At(_words!, _count, _headWord + 1 + factor);
        MoveQ40 = Word.Field(shock, 192);
        VolatilityFactorQ40 = Word.Field(shock, 128);
        RateShift = Word.Field(shock, 64);
        return true;
    }

    /// <summary>The factor of the spot: a residual is scaled by today's volatility.</summary>
    internal static long SpotFactorQ40(long todayVolatilityQ46)
    {
        if (!IsResidual)
        {
            return MoveQ40;
        }

        long sqrtHorizonQ46 = Black76.SquareRootOfYears(Model.ResidualHorizonSeconds);
        return ScenarioFactor.OfResidual(MoveQ40, todayVolatilityQ46, sqrtHorizonQ46);
    }

    /// <summary>A strike's volatility as the scenario's column has it.</summary>
    internal static long Shocked(long sigmaQ46, long logMoneynessQ46, long termScaleQ40, long sqrtTauQ46)
    {
        if (Column == Up)
        {
            return VolatilityShock.Up(sigmaQ46, Model.RangeUpQ40, termScaleQ40, Model.MinimumUpQ46);
        }

        if (Column == Down)
        {
            return VolatilityShock.Down(sigmaQ46, Model.RangeDownQ40, termScaleQ40);
        }

        if (Column == Own)
        {
            return MulShift.Clamp(sigmaQ46, VolatilityFactorQ40, 40, VolatilityShock.MaxVolatilityQ46);
        }

        return IsRotation() ? Skewed(sigmaQ46, -logMoneynessQ46, sqrtTauQ46) : sigmaQ46;
    }

    /// <summary>Whether the column turns the smile: such a scenario counts as a loss in either direction.</summary>
    internal static bool IsRotation() => Column == LinearSkew || Column == AbsoluteSkew;

    private static int FactorOf(Word underlying)
    {
        int factor = 0;
        while (factor < _factors && !Word.AreEqual(Words.At(_words!, _count, FirstFactor + factor), underlying))
        {
            factor++;
        }

        return factor;
    }

    private static long Skewed(long sigmaQ46, long logStrikeQ46, long sqrtTauQ46)
    {
        bool absolute = Column == AbsoluteSkew;
        return VolatilityShock.Skew(
            sigmaQ46,
            absolute && logStrikeQ46 < 0 ? -logStrikeQ46 : logStrikeQ46,
            sqrtTauQ46,
            Model.SkewQ40(absolute ? 9 : 7),
            Model.SkewQ40(absolute ? 8 : 6),
            Model.SkewQ40(10),
            Model.SkewQ40(11),
            Model.SkewQ40(12),
            Model.SkewQ40(13));
    }
}
