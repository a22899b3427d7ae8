/// <content>The market of one underlying, and of one of its expiries.</content>
public sealed partial class MarginVault
{
    private const int FirstExpiry = 6;
    private const long SviForm = 1L << 32;

    /// <summary>A section, which has to be that of a row's underlying.</summary>
    private static Section SectionAt(byte[] sections, int word, byte[] rows, int row)
    {
        bool isSame = AreSame(sections, (word + 2) * WordBytes, rows, (row * WordBytes) + 1, FieldBytes);
        Assert(isSame, "MissingSection");
        Section section = default;
        section.Words = sections;
        section.First = word;
        section.TodayVolatilityQ46 = ScaleClamp(Field(sections, word + 4, 3), 46);
        return section;
    }

    /// <summary>Spot or, where the section has it, the perpetual: nothing expires and nothing is discounted.</summary>
    private static Expiry WithoutExpiry(Section market, bool isPerpetual)
    {
        Assert(!isPerpetual || Field(market.Words, market.First + 1, 1) != 0, "InstrumentMissing");
        Expiry group = default;
        group.Forward = Field(market.Words, market.First + (isPerpetual ? 5 : 4), 0);
        return group;
    }

    private static Expiry ExpiryAt(Section market, long expiry, long observedAt, byte[] parameters)
    {
        Expiry group = default;
        group.Word = FindExpiry(market, expiry);
        long settlementPrice = Field(market.Words, group.Word + 1, 2);
        bool isSettled = settlementPrice > 0;
        group.Forward = isSettled ? settlementPrice : Field(market.Words, group.Word, 1);
        group.SettledPart = isSettled ? settlementPrice : Field(market.Words, group.Word, 2);
        group.Rate = Field(market.Words, group.Word, 3);
        long secondsLeft = isSettled || expiry <= observedAt ? 0 : expiry - observedAt;
        long horizon = ModelRaw(parameters, HorizonWord);
        group.TauYearsQ46 = Black76Years(secondsLeft);
        group.SqrtTauQ46 = Black76SquareRootOfYears(secondsLeft);
        group.ScenarioSqrtTauQ46 =
            horizon == 0 ? group.SqrtTauQ46 : Black76SquareRootOfYears(secondsLeft - horizon);
        group.DiscountQ40 = DiscountFactor(ScaleClamp(group.Rate, 46), group.TauYearsQ46);
        group.TermScaleQ40 = VolatilityShockTermScale(
            secondsLeft, ModelRaw(parameters, FirstNumber + 4), ModelQ46(parameters, 2), ModelQ46(parameters, 3));
        group.LogForwardQ46 = LogarithmNatural(group.Forward);
        return group;
    }

    private static int FindExpiry(Section market, long expiry)
    {
        long left = Field(market.Words, market.First + 1, 0);
        int word = market.First + FirstExpiry;
        while (left > 0 && Field(market.Words, word, 0) != expiry)
        {
            long form = Field(market.Words, word + 1, 3);
            word += form == SviForm ? 4 : 2 + (2 * (int)form);
            left--;
        }

        Assert(left > 0, "InstrumentMissing");
        return word;
    }

    /// <summary>The volatility of a strike; 0 where no time is left.</summary>
    private static long VolatilityOf(Section market, Expiry group, long strike)
    {
        if (group.SqrtTauQ46 == 0)
        {
            return 0;
        }

        long form = Field(market.Words, group.Word + 1, 3);
        if (form == SviForm)
        {
            return Smile(market.Words, group.Word + 2, strike);
        }

        int word = group.Word + 2;
        int end = word + (2 * (int)form);
        while (word < end && Number(market.Words, (word * WordBytes) + 21, FieldBytes) < strike)
        {
            word += 2;
        }

        bool isListed = word < end && Number(market.Words, (word * WordBytes) + 21, FieldBytes) == strike;
        Assert(isListed, "VolatilityMissing");
        return ScaleClamp(Field(market.Words, word + 1, 3), 46);
    }

    private static long Smile(byte[] words, int word, long strike) => SviSmileVolatility(
        ScaleClamp(Field(words, word, 0), 46),
        ScaleClamp(Field(words, word, 1), 46),
        ScaleClamp(Field(words, word, 2), 46),
        ScaleClamp(Field(words, word, 3), 46),
        ScaleClamp(Field(words, word + 1, 0), 46),
        strike,
        Field(words, word + 1, 1),
        Black76Years(Field(words, word + 1, 2)));

    /// <summary>One underlying's section.</summary>
    private struct Section
    {
        internal byte[] Words;
        internal int First;
        internal long TodayVolatilityQ46;
    }

    /// <summary>One expiry, or what has none, and the scenario's move of its forward.</summary>
    private struct Expiry
    {
        internal int Word;
        internal long Forward;
        internal long SettledPart;
        internal long Rate;
        internal long TauYearsQ46;
        internal long SqrtTauQ46;
        internal long ScenarioSqrtTauQ46;
        internal long DiscountQ40;
        internal long TermScaleQ40;
        internal long LogForwardQ46;
        internal long FactorQ40;
        internal long LogFactorQ46;
    }
}
