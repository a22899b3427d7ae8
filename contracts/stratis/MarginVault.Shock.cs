/// <content>The model's parameters and one scenario of its set.</content>
public sealed partial class MarginVault
{
    private const long ColumnUp = 1;
    private const long ColumnDown = 2;
    private const long ColumnLinearSkew = 3;
    private const long ColumnAbsoluteSkew = 4;
    private const long ColumnOwn = 5;
    private const int FirstFactor = 3;
    private const int FirstNumber = 5;
    private const int HorizonWord = 4;
    private const int HaircutCountWord = 41;
    private const int HaircutWords = 5;
    private const long FirstLayout = 1;
    private const long SecondLayout = 257;

    private static long ModelRaw(byte[] parameters, int word) => Field(parameters, word, 3);

    private static long ModelQ40(byte[] parameters, int number) =>
        ScaleConvert(ModelRaw(parameters, FirstNumber + number), 40);

    private static long ModelQ46(byte[] parameters, int number) =>
        ScaleClamp(ModelRaw(parameters, FirstNumber + number), 46);

    /// <summary>The horizon that scales residuals; the model's own where the second layout names none.</summary>
    private static long ResidualHorizon(byte[] parameters)
    {
        long layout = ModelRaw(parameters, 1);
        Assert(layout == FirstLayout || layout == SecondLayout, "ProfileNotEnforceable");
        if (layout == FirstLayout)
        {
            return ModelRaw(parameters, HorizonWord);
        }

        int extension = HaircutCountWord + 1 + (HaircutWords * (int)ModelRaw(parameters, HaircutCountWord));
        long horizon = ModelRaw(parameters, extension + 1);
        return horizon == 0 ? ModelRaw(parameters, HorizonWord) : horizon;
    }

    /// <summary>A scenario of the set, before it turns to an underlying.</summary>
    private static Shock ShockOf(byte[] scenarios, int scenario)
    {
        WordsOf(scenarios);
        long count = Number(scenarios, (2 * WordBytes) - 4, 4);
        Assert(scenario >= 0 && scenario < count, "ScenarioOutOfRange");
        Shock shock = default;
        shock.Factors = (int)Number(scenarios, (3 * WordBytes) - 4, 4);
        shock.HeadWord = FirstFactor + shock.Factors + (scenario * (1 + shock.Factors));
        int head = shock.HeadWord * WordBytes;
        shock.DampeningQ40 = Number(scenarios, head, FieldBytes);
        shock.Column = Number(scenarios, head + 12, 2);
        shock.IsResidual = Number(scenarios, head + 14, 2) % 2 == 1;
        return shock;
    }

    /// <summary>The scenario's shock of a row's underlying, which the set must have.</summary>
    private static Shock ShockedBy(Shock shock, byte[] scenarios, byte[] rows, int row)
    {
        int factor = 0;
        while (factor < shock.Factors && !AreSame(
            scenarios, (FirstFactor + factor) * WordBytes, rows, (row * WordBytes) + 1, FieldBytes))
        {
            factor++;
        }

        Assert(factor < shock.Factors, "ScenarioFactorMissing");
        int word = shock.HeadWord + 1 + factor;
        shock.MoveQ40 = Field(scenarios, word, 0);
        shock.VolatilityFactorQ40 = Field(scenarios, word, 1);
        shock.RateShift = Field(scenarios, word, 2);
        return shock;
    }

    private static long SpotFactorOf(Shock shock, byte[] parameters, long todayVolatilityQ46)
    {
        if (!shock.IsResidual)
        {
            return shock.MoveQ40;
        }

        Assert(todayVolatilityQ46 != 0, "VolatilityMissing");
        return ScenarioFactorOfResidual(
            shock.MoveQ40, todayVolatilityQ46, Black76SquareRootOfYears(ResidualHorizon(parameters)));
    }

    private static bool IsRotation(Shock shock) =>
        shock.Column == ColumnLinearSkew || shock.Column == ColumnAbsoluteSkew;

    private static long ShockedVolatility(
        long sigmaQ46, long logMoneynessQ46, Expiry group, byte[] parameters, Shock shock)
    {
        if (shock.Column == ColumnUp)
        {
            return VolatilityShockUp(
                sigmaQ46, ModelQ40(parameters, 0), group.TermScaleQ40, ModelQ46(parameters, 5));
        }

        if (shock.Column == ColumnDown)
        {
            return VolatilityShockDown(sigmaQ46, ModelQ40(parameters, 1), group.TermScaleQ40);
        }

        if (shock.Column == ColumnOwn)
        {
            return MulShiftClamp(sigmaQ46, shock.VolatilityFactorQ40, 40, MaxRatio);
        }

        return IsRotation(shock)
            ? Skewed(sigmaQ46, -logMoneynessQ46, group.SqrtTauQ46, parameters, shock.Column == ColumnAbsoluteSkew)
            : sigmaQ46;
    }

    private static long Skewed(
        long sigmaQ46, long logStrikeQ46, long sqrtTauQ46, byte[] parameters, bool isAbsolute) => VolatilityShockSkew(
        sigmaQ46,
        isAbsolute && logStrikeQ46 < 0 ? -logStrikeQ46 : logStrikeQ46,
        sqrtTauQ46,
        ModelQ40(parameters, isAbsolute ? 9 : 7),
        ModelQ40(parameters, isAbsolute ? 8 : 6),
        ModelQ40(parameters, 10),
        ModelQ40(parameters, 11),
        ModelQ40(parameters, 12),
        ModelQ40(parameters, 13));

    /// <summary>A scenario, and what it does to one underlying.</summary>
    private struct Shock
    {
        internal int Factors;
        internal int HeadWord;
        internal long DampeningQ40;
        internal long Column;
        internal bool IsResidual;
        internal long MoveQ40;
        internal long VolatilityFactorQ40;
        internal long RateShift;
        internal long SpotFactorQ40;
    }
}
