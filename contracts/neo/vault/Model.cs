using Verifiable.Kernel.Numerics;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>The numbers of a margin model that one scenario needs, from its canonical parameters.</summary>
internal static class Model
{
    /// <summary>The vault's token is a dollar of six places, and so is every amount of the model.</summary>
    internal const int MoneyDecimals = 6;

    private const int FirstLayout = 1;
    private const int SecondLayout = 257;
    private const int HorizonWord = 4;
    private const int FirstNumber = 5;
    private const int HaircutCountWord = 41;
    private const int HaircutWords = 5;

    private static Bytes? _words;
    private static int _count;

    internal static long HorizonSeconds;
    internal static long ResidualHorizonSeconds;
    internal static long RangeUpQ40;
    internal static long RangeDownQ40;
    internal static long ShortPowerQ46;
    internal static long LongPowerQ46;
    internal static long FloorSeconds;
    internal static long MinimumUpQ46;
    internal static long LongStaticQ40;
    internal static long LongMultiplierQ40;
    internal static long LongAddQ46;
    internal static long ShortStaticQ40;
    internal static long ShortMultiplierQ40;
    internal static long ShortAddQ46;
    internal static long MultiplierMaintenanceQ40;

    /// <summary>The confidence level of the tail, in millionths; 0 where the model measures none.</summary>
    internal static long ConfidencePpm;

    /// <summary>Whether the largest loss of the scanned scenarios binds.</summary>
    internal static bool Scans;

    /// <summary>Reads the parameters, whose hash the caller has compared.</summary>
    internal static void Read(Bytes parameters)
    {
        _count = Words.CountOf(parameters);
        _words = Bytes.Reversed(parameters);
        long layout = Raw(1);
        Contract.Require(layout == FirstLayout || layout == SecondLayout, "ProfileNotEnforceable");
        HorizonSeconds = Raw(HorizonWord);
        RangeUpQ40 = Q40(0);
        RangeDownQ40 = Q40(1);
        ShortPowerQ46 = Q46(2);
        LongPowerQ46 = Q46(3);
        FloorSeconds = Raw(FirstNumber + 4);
        MinimumUpQ46 = Q46(5);
        LongStaticQ40 = Q40(14);
        LongMultiplierQ40 = Q40(15);
        LongAddQ46 = Q46(16);
        ShortStaticQ40 = Q40(17);
        ShortMultiplierQ40 = Q40(18);
        ShortAddQ46 = Q46(19);
        MultiplierMaintenanceQ40 = Q40(25);
        Scans = Raw(HaircutCountWord - 2) == 0;
        ConfidencePpm = Raw(HaircutCountWord - 1);
        ResidualHorizonSeconds = HorizonSeconds;
        if (layout == SecondLayout)
        {
            int extension = HaircutCountWord + 1 + (HaircutWords * (int)Raw(HaircutCountWord));
            Scans = Scans || Raw(extension) != 0;
            long horizon = Raw(extension + 1);
            ResidualHorizonSeconds = horizon == 0 ? HorizonSeconds : horizon;
        }
    }

    /// <summary>The numbers of the skew columns are read where a scenario has one: few do.</summary>
    internal static long SkewQ40(int number) => Q40(number);

    private static long Q40(int number) => Scale.Convert(Raw(FirstNumber + number), 40);

    private static long Q46(int number) => Scale.Clamp(Raw(FirstNumber + number), 46);

    private static long Raw(int word) => Word.Field(Words.At(_words!, _count, word), 0);
}
