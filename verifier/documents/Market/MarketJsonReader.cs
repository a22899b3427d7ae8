using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the members of a market document.</summary>
internal static class MarketJsonReader
{
    private static readonly JsonShape SnapshotShape = new(["schema", "quote", "assets", "underlyings"], ["asOf"]);
    private static readonly JsonShape AssetShape = new("asset", "price", "confidence", "time");
    private static readonly JsonShape UnderlyingShape = new(
        ["underlying", "spot", "confidence", "time", "expiries"], ["todayVolatility", "perpetual"]);
    private static readonly JsonShape PerpetualShape = new("price", "fundingIndex", "confidence", "time");

    internal static MarketSnapshot Read(ref JsonCursor cursor)
    {
        Instant? asOf = null;
        AssetId quote = default;
        ImmutableArray<AssetPrice> assets = [];
        ImmutableArray<UnderlyingMarket> underlyings = [];
        JsonMembers members = cursor.BeginObject(SnapshotShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "quote":
                    quote = cursor.Asset();
                    break;
                case "assets":
                    assets = ReadAssets(ref cursor);
                    break;
                case "underlyings":
                    underlyings = ReadUnderlyings(ref cursor);
                    break;
                case "asOf":
                    asOf = cursor.Instant();
                    break;
            }
        }

        MarketSnapshot market = new(OldestTime(assets, underlyings), quote, assets, underlyings);
        CheckTimes(ref cursor, market, asOf);
        return market;
    }

    /// <summary>The oldest time of all rows.</summary>
    internal static Instant OldestTime(ImmutableArray<AssetPrice> assets, ImmutableArray<UnderlyingMarket> underlyings)
    {
        long oldest = long.MaxValue;
        foreach (AssetPrice asset in assets)
        {
            oldest = Math.Min(oldest, asset.Time.Seconds);
        }

        foreach (UnderlyingMarket underlying in underlyings)
        {
            oldest = Math.Min(oldest, underlying.Time.Seconds);
            oldest = Math.Min(oldest, underlying.Perpetual?.Time.Seconds ?? long.MaxValue);
            foreach (ExpiryMarket expiry in underlying.Expiries)
            {
                oldest = Math.Min(oldest, expiry.Time.Seconds);
            }
        }

        return new Instant(oldest);
    }

    private static void CheckTimes(ref JsonCursor cursor, MarketSnapshot market, Instant? asOf)
    {
        if (asOf is { } stated && stated != market.ObservedAt)
        {
            string oldest = $"the oldest time of all rows, {InstantText.Format(market.ObservedAt)}";
            cursor.RefuseAt("asOf", ErrorCode.DocumentInconsistent, InstantText.Format(stated), oldest);
        }

        foreach (UnderlyingMarket underlying in market.Underlyings)
        {
            foreach (ExpiryMarket expiry in underlying.Expiries)
            {
                if (expiry.Expiry <= market.ObservedAt && expiry.SettlementPrice.Raw == 0)
                {
                    cursor.RefuseAt(
                        "underlyings",
                        ErrorCode.ExpiryPassed,
                        $"{underlying.Underlying} {InstantText.Format(expiry.Expiry)}",
                        $"expiries after {InstantText.Format(market.ObservedAt)}, or with a settlement price");
                }
            }
        }
    }

    private static ImmutableArray<AssetPrice> ReadAssets(ref JsonCursor cursor) => cursor.Sort(
        cursor.ReadRows(ReadAsset),
        static (left, right) => left.Asset.Letters.CompareTo(right.Asset.Letters),
        static row => row.Asset.ToString());

    private static AssetPrice ReadAsset(ref JsonCursor cursor)
    {
        AssetId asset = default;
        Ratio price = default;
        Ratio confidence = default;
        Instant time = default;
        JsonMembers members = cursor.BeginObject(AssetShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "asset":
                    asset = cursor.Asset();
                    break;
                case "price":
                    price = new Ratio(cursor.Decimal(Ratio.Decimals, 1, Ratio.MaxRaw, ErrorCode.PriceOutOfRange));
                    break;
                case "confidence":
                    confidence = cursor.Confidence();
                    break;
                case "time":
                    time = cursor.Instant();
                    break;
            }
        }

        return new AssetPrice(asset, price, confidence, time);
    }

    private static ImmutableArray<UnderlyingMarket> ReadUnderlyings(ref JsonCursor cursor)
    {
        List<UnderlyingMarket> rows = cursor.ReadRows(ReadUnderlying);
        if (rows.Count is 0 or > MarketDocument.MaxUnderlyings)
        {
            string count = rows.Count.ToString(CultureInfo.InvariantCulture);
            cursor.Refuse(
                ErrorCode.RowCountOutOfRange, count, $"from 1 to {MarketDocument.MaxUnderlyings} underlyings");
        }

        return cursor.Sort(
            rows,
            static (left, right) => left.Underlying.Letters.CompareTo(right.Underlying.Letters),
            static row => row.Underlying.ToString());
    }

    private static UnderlyingMarket ReadUnderlying(ref JsonCursor cursor)
    {
        UnderlyingId underlying = default;
        Price spot = default;
        Ratio confidence = default;
        Instant time = default;
        Volatility todayVolatility = default;
        PerpetualMarket? perpetual = null;
        ImmutableArray<ExpiryMarket> expiries = [];
        JsonMembers members = cursor.BeginObject(UnderlyingShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "underlying":
                    underlying = cursor.Underlying();
                    break;
                case "spot":
                    spot = cursor.ListedPrice();
                    break;
                case "confidence":
                    confidence = cursor.Confidence();
                    break;
                case "time":
                    time = cursor.Instant();
                    break;
                case "todayVolatility":
                    todayVolatility = cursor.Volatility(minimumRaw: 1);
                    break;
                case "perpetual":
                    perpetual = ReadPerpetual(ref cursor);
                    break;
                case "expiries":
                    expiries = ExpiryJsonReader.ReadAll(ref cursor);
                    break;
            }
        }

        return new UnderlyingMarket(underlying, spot, confidence, time, todayVolatility, perpetual, expiries);
    }

    private static PerpetualMarket ReadPerpetual(ref JsonCursor cursor)
    {
        Price price = default;
        Ratio fundingIndex = default;
        Ratio confidence = default;
        Instant time = default;
        JsonMembers members = cursor.BeginObject(PerpetualShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "price":
                    price = cursor.ListedPrice();
                    break;
                case "fundingIndex":
                    fundingIndex = cursor.Ratio();
                    break;
                case "confidence":
                    confidence = cursor.Confidence();
                    break;
                case "time":
                    time = cursor.Instant();
                    break;
            }
        }

        return new PerpetualMarket(price, fundingIndex, confidence, time);
    }
}
