using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>The market of one underlying, from its canonical section, and of one of its expiries.</summary>
internal static class Market
{
    private const int CountsWord = 1;
    private const int UnderlyingWord = 2;
    private const int SpotWord = 4;
    private const int PerpetualWord = 5;
    private const int FirstExpiry = 6;
    private const long SviForm = 1L << 32;

    private static Bytes? _words;
    private static int _count;
    private static int _expiryWord;
    private static int _cursor;

    internal static long Spot;
    internal static long TodayVolatilityQ46;
    internal static long Forward;
    internal static long SettledPart;
    internal static long Rate;
    internal static long TauYearsQ46;
    internal static long SqrtTauQ46;
    internal static long ScenarioSqrtTauQ46;
    internal static long DiscountQ40;
    internal static long TermScaleQ40;
    internal static long LogForwardQ46;

    /// <summary>Reads an underlying's section, whose hash the caller has compared.</summary>
    internal static void Open(Bytes section, Word underlying)
    {
        _count = Words.CountOf(section);
        _words = Bytes.Reversed(section);
        Contract.Require(Word.AreEqual(At(UnderlyingWord), underlying), "MissingSection");
        Word spot = At(SpotWord);
        Spot = Word.Field(spot, 192);
        TodayVolatilityQ46 = Scale.Clamp(Word.Field(spot, 0), 46);
    }

    /// <summary>Turns to spot or, if the section has it, to the perpetual: nothing expires and nothing is
    /// discounted.</summary>
    internal static void OpenWithoutExpiry(bool isPerpetual)
    {
        Forward = Spot;
        SettledPart = 0;
        if (isPerpetual)
        {
            Contract.Require(Word.Field(At(CountsWord), 128) != 0, "InstrumentMissing");
            Forward = Word.Field(At(PerpetualWord), 192);
        }
    }

    /// <summary>The cumulative funding of the perpetual, raw 1e-12 quote units.</summary>
    internal static long FundingIndex() => Word.Field(At(PerpetualWord), 128);

    /// <summary>Turns to an expiry.</summary>
    internal static void OpenExpiry(long expiry, long observedAt)
    {
        FindExpiry(expiry);
        Word first = At(_expiryWord);
        Word second = At(_expiryWord + 1);
        long settlementPrice = Word.Field(second, 64);
        bool isSettled = settlementPrice > 0;
        Forward = isSettled ? settlementPrice : Word.Field(first, 128);
        SettledPart = isSettled ? settlementPrice : Word.Field(first, 64);
        Rate = Word.Field(first, 0);
        long secondsLeft = isSettled || expiry <= observedAt ? 0 : expiry - observedAt;
        TauYearsQ46 = Black76.Years(secondsLeft);
        SqrtTauQ46 = Black76.SquareRootOfYears(secondsLeft);
        ScenarioSqrtTauQ46 = Model.HorizonSeconds == 0
            ? SqrtTauQ46
            : Black76.SquareRootOfYears(secondsLeft - Model.HorizonSeconds);
        DiscountQ40 = Discount.Factor(Scale.Clamp(Rate, 46), TauYearsQ46);
        TermScaleQ40 = VolatilityShock.TermScale(
            secondsLeft, Model.FloorSeconds, Model.ShortPowerQ46, Model.LongPowerQ46);
        LogForwardQ46 = Logarithm.Natural(Forward);
        _cursor = _expiryWord + 2;
    }

    /// <summary>The volatility of a strike; 0 where no time is left. Strikes are asked for in ascending
    /// order.</summary>
    internal static long VolatilityOf(long strike)
    {
        if (SqrtTauQ46 == 0)
        {
            return 0;
        }

        long form = Word.Field(At(_expiryWord + 1), 0);
        if (form == SviForm)
        {
            return Smile(strike);
        }

        int end = _expiryWord + 2 + (2 * (int)form);
        while (_cursor < end && Word.Bits(At(_cursor), 24, 62) < strike)
        {
            _cursor += 2;
        }

        Contract.Require(_cursor < end && Word.Bits(At(_cursor), 24, 62) == strike, "VolatilityMissing");
        return Scale.Clamp(Word.Field(At(_cursor + 1), 0), 46);
    }

    private static void FindExpiry(long expiry)
    {
        long left = Word.Field(At(CountsWord), 192);
        _expiryWord = FirstExpiry;
        while (left > 0 && Word.Field(At(_expiryWord), 192) != expiry)
        {
            long form = Word.Field(At(_expiryWord + 1), 0);
            _expiryWord += form == SviForm ? 4 : 2 + (2 * (int)form);
            left--;
        }

        Contract.Require(left > 0, "InstrumentMissing");
    }

    private static long Smile(long strike)
    {
        Word first = At(_expiryWord + 2);
        Word second = At(_expiryWord + 3);
        return SviSmile.Volatility(
            Scale.Clamp(Word.Field(first, 192), 46),
            Scale.Clamp(Word.Field(first, 128), 46),
            Scale.Clamp(Word.Field(first, 64), 46),
            Scale.Clamp(Word.Field(first, 0), 46),
            Scale.Clamp(Word.Field(second, 192), 46),
            strike,
            Word.Field(second, 128),
            Black76.Years(Word.Field(second, 64)));
    }

    private static Word At(int word) => Words.At(_words!, _count, word);
}
