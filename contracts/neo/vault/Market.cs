using Verifiable.Kernel.Numerics;
using Verifiable.Kernel.Pricing;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>The market of one underlying, from its canonical section, and of one of its expiries.</summary>
internal static class Market
{
    private const int CountsWord = 1;
    private const int UnderlyingWord = 2;
    private const int QuoteWord = 3;
    private const int SpotWord = 4;
    private const int PerpetualWord = 5;
    private const int FirstExpiry = 6;
    private const long SviForm = 1L << 32;

    private static Bytes? _words;
    private static int _count;
    private static int _expiryWord;
    private static int _cursor;

    internal static long Spot;
    internal static bool HasPerpetual;
    internal static bool IsSettled;
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

    /// <summary>Turns to an underlying; tells whether one of the sections, whose hashes the caller has compared, is its
    /// own.</summary>
    internal static bool Open(Items sections, Word underlying)
    {
        for (int at = 0; at < Items.Count(sections); at++)
        {
            Bytes section = Items.At(sections, at);
            _count = Words.CountOf(section);
            _words = Bytes.Reversed(section);
            if (_count >= FirstExpiry && Word.AreEqual(At(UnderlyingWord), underlying))
            {
                Word spot = At(SpotWord);
                Spot = Word.Field(spot, 192);
                TodayVolatilityQ46 = Scale.Clamp(Word.Field(spot, 0), 46);
                HasPerpetual = Word.Field(At(CountsWord), 128) != 0;
                return true;
            }
        }

        _count = 0;
        Spot = 0;
        TodayVolatilityQ46 = 0;
        HasPerpetual = false;
        return false;
    }

    /// <summary>The letters of the currency that the underlying's prices are in, as a number.</summary>
    internal static long Quote() => Word.Bits(At(QuoteWord), 208, 48);

    /// <summary>Turns to spot, which does not expire; tells whether the market lists it.</summary>
    internal static bool OpenSpot()
    {
        Forward = Spot;
        SettledPart = 0;
        IsSettled = false;
        return _count != 0;
    }

    /// <summary>Turns to the perpetual, which does not expire; tells whether the market lists it.</summary>
    internal static bool OpenPerpetual()
    {
        OpenSpot();
        Forward = HasPerpetual ? Word.Field(At(PerpetualWord), 192) : Spot;
        return HasPerpetual;
    }

    /// <summary>The cumulative funding of the perpetual, raw 1e-12 quote units.</summary>
    internal static long FundingIndex() => Word.Field(At(PerpetualWord), 128);

    /// <summary>Turns to an expiry; tells whether the market lists it.</summary>
    internal static bool OpenExpiry(long expiry, long observedAt)
    {
        if (!FindExpiry(expiry))
        {
            IsSettled = false;
            return false;
        }

        Word first = At(_expiryWord);
        Word second = At(_expiryWord + 1);
        long settlementPrice = Word.Field(second, 64);
        IsSettled = settlementPrice > 0;
        Forward = IsSettled ? settlementPrice : Word.Field(first, 128);
        SettledPart = IsSettled ? settlementPrice : Word.Field(first, 64);
        Rate = Word.Field(first, 0);
        SetTime(IsSettled || expiry <= observedAt ? 0 : expiry - observedAt);
        LogForwardQ46 = Logarithm.Natural(Forward);
        _cursor = _expiryWord + 2;
        return true;
    }

    /// <summary>Turns to an expiry that the market does not list, or whose underlying the scenarios do not shock: no
    /// time, no rate, and the best forward that is told.</summary>
    /// <param name="expiry">The expiry.</param>
    /// <param name="lowestStrike">The lowest strike held: it stands for a forward that nothing tells.</param>
    internal static void OpenUnknown(long expiry, long lowestStrike)
    {
        OpenSpot();
        Forward = _count == 0 ? lowestStrike : FindExpiry(expiry) ? Word.Field(At(_expiryWord), 128) : Spot;
        Rate = 0;
        SetTime(0);
    }

    /// <summary>The volatility of a strike; 0 where no time is left, negative where none is listed. Strikes are asked
    /// for in ascending order.</summary>
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
        while (_cursor < end && InstrumentId.Strike(At(_cursor)) < strike)
        {
            _cursor += 2;
        }

        return _cursor < end && InstrumentId.Strike(At(_cursor)) == strike
            ? Scale.Clamp(Word.Field(At(_cursor + 1), 0), 46)
            : -1;
    }

    private static void SetTime(long secondsLeft)
    {
        TauYearsQ46 = Black76.Years(secondsLeft);
        SqrtTauQ46 = Black76.SquareRootOfYears(secondsLeft);
        ScenarioSqrtTauQ46 = Model.HorizonSeconds == 0
            ? SqrtTauQ46
            : Black76.SquareRootOfYears(secondsLeft - Model.HorizonSeconds);
        DiscountQ40 = Discount.Factor(Scale.Clamp(Rate, 46), TauYearsQ46);
        TermScaleQ40 = VolatilityShock.TermScale(
            secondsLeft, Model.FloorSeconds, Model.ShortPowerQ46, Model.LongPowerQ46);
    }

    private static bool FindExpiry(long expiry)
    {
        long left = _count == 0 ? 0 : Word.Field(At(CountsWord), 192);
        _expiryWord = FirstExpiry;
        while (left > 0 && Word.Field(At(_expiryWord), 192) != expiry)
        {
            long form = Word.Field(At(_expiryWord + 1), 0);
            _expiryWord += form == SviForm ? 4 : 2 + (2 * (int)form);
            left--;
        }

        return left > 0;
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
