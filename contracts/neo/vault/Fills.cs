using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>
/// The door through which rows enter: what two accounts trade, as rows of what the first gets, each with the price of
/// the trade and the perpetual's funding index now.
/// </summary>
/// <remarks>
/// It is strict, so that every row that enters can be valued by a witness; a witness itself never asks, because a
/// valuation that can be made to refuse is a shield for a debtor.
/// </remarks>
internal static class Fills
{
    /// <summary>Refuses fills that are not canonical rows of instruments that the latest market, the scenarios and this
    /// vault know.</summary>
    /// <param name="fills">The rows.</param>
    /// <param name="sections">The sections of their underlyings.</param>
    internal static void Check(Bytes fills, Items sections)
    {
        int count = RowList.CountOf(fills);
        Bytes reversed = Bytes.Reversed(fills);
        Contract.Require(count > RowList.Head, "AmountZero");
        for (int at = RowList.Head; at < count; at += 2)
        {
            Word instrument = Words.At(reversed, count, at);
            InstrumentId.RequireTradable(instrument);
            Contract.Require(
                at == RowList.Head || Word.IsLess(Words.At(reversed, count, at - 2), instrument), "UnsortedRows");
            if (RowList.Begins(reversed, count, at, InstrumentId.UnderlyingBit))
            {
                OpenUnderlying(instrument, sections);
            }

            if (RowList.Begins(reversed, count, at, InstrumentId.ExpiryBit))
            {
                OpenGroup(instrument);
            }

            CheckRow(instrument, Words.At(reversed, count, at + 1));
        }
    }

    private static void OpenUnderlying(Word instrument, Items sections)
    {
        Word underlying = InstrumentId.Underlying(instrument);
        Contract.Require(Market.Open(sections, underlying), "MissingSection");
        Contract.Require(Scenario.Shocks(underlying), "ScenarioFactorMissing");
        Contract.Require(Market.TodayVolatilityQ46 != 0 || !Scenario.HasResiduals(), "VolatilityMissing");
    }

    private static void OpenGroup(Word instrument)
    {
        Contract.Require(Market.Quote() == InstrumentId.Quote(instrument), "MissingSection");
        long expiry = InstrumentId.Expiry(instrument);
        bool isListed = expiry == 0 ? Market.OpenPerpetual() : Market.OpenExpiry(expiry, Registry.ObservedAt());
        Contract.Require(isListed, "InstrumentMissing");
        Contract.Require(expiry == 0 || expiry > Registry.ObservedAt() || Market.IsSettled, "ExpiryPassed");
    }

    private static void CheckRow(Word instrument, Word packed)
    {
        long quantity = Word.Field(packed, 192);
        long price = Word.Field(packed, 128);
        Contract.Require(quantity != 0, "QuantityZero");
        Contract.Require(quantity > -Position.Bound && quantity < Position.Bound, "QuantityTooLarge");
        Contract.Require(price > 0 && price < Position.Bound, "PriceOutOfRange");
        bool isPerpetual = InstrumentId.Kind(instrument) == InstrumentId.Perpetual;
        long index = isPerpetual ? Market.FundingIndex() : 0;
        Contract.Require(Word.Field(packed, 64) == index, "FundingIndexMismatch");
        Contract.Require(Word.Field(packed, 0) == 0, "MalformedPreimage");
        if (InstrumentId.IsOption(instrument))
        {
            bool isListed = Market.VolatilityOf(InstrumentId.Strike(instrument)) >= 0;
            Contract.Require(isListed, "VolatilityMissing");
        }
    }
}
