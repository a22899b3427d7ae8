using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Reads the members of a book document.</summary>
internal static class BookJsonReader
{
    private static readonly JsonShape DocumentShape = new(
        ["schema", "account", "sequence", "cash", "collateral", "positions"], ["openOrders"]);
    private static readonly JsonShape BalanceShape = new("asset", "amount");
    private static readonly JsonShape PositionShape = new(["instrument", "quantity"], ["entryPrice", "fundingIndex"]);
    private static readonly JsonShape OrderShape = new("instrument", "quantity", "limitPrice");

    internal static BookDocument Read(ref JsonCursor cursor, AssetId settlement)
    {
        Bytes32 account = default;
        ulong sequence = 0;
        Money cash = default;
        ImmutableArray<CollateralBalance> collateral = [];
        ImmutableArray<Position> positions = [];
        ImmutableArray<OpenOrder> orders = [];
        JsonMembers members = cursor.BeginObject(DocumentShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "account":
                    account = cursor.Word();
                    break;
                case "sequence":
                    sequence = cursor.WholeNumber(0, BookDocument.MaxSequence);
                    break;
                case "cash":
                    cash = cursor.Money(Money.DecimalsOf(settlement));
                    break;
                case "collateral":
                    collateral = ReadCollateral(ref cursor);
                    break;
                case "positions":
                    positions = ReadPositions(ref cursor, settlement);
                    break;
                case "openOrders":
                    orders = ReadOrders(ref cursor, settlement);
                    break;
            }
        }

        return new BookDocument(new Book(account, sequence, cash, collateral, positions), settlement, orders);
    }

    private static ImmutableArray<CollateralBalance> ReadCollateral(ref JsonCursor cursor)
    {
        List<CollateralBalance> rows = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            AssetId asset = default;
            Quantity amount = default;
            JsonMembers members = cursor.BeginObject(BalanceShape);
            while (cursor.NextMember(ref members))
            {
                if (cursor.Member == "asset")
                {
                    asset = cursor.Asset();
                    continue;
                }

                amount = ReadQuantity(ref cursor);
                if (amount.Raw < 0)
                {
                    cursor.Refuse(ErrorCode.CollateralNegative, cursor.Text(string.Empty), "an amount above 0");
                }
            }

            rows.Add(new CollateralBalance(asset, amount));
        }

        return cursor.Sort(
            rows,
            static (left, right) => left.Asset.Letters.CompareTo(right.Asset.Letters),
            static row => row.Asset.ToString());
    }

    private static ImmutableArray<Position> ReadPositions(ref JsonCursor cursor, AssetId settlement)
    {
        List<Position> rows = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            if (rows.Count == Book.MaxPositions)
            {
                string count = (rows.Count + 1).ToString(CultureInfo.InvariantCulture);
                cursor.Refuse(ErrorCode.TooManyRows, count, $"at most {Book.MaxPositions} positions");
            }

            rows.Add(ReadPosition(ref cursor, settlement));
        }

        return cursor.Sort(
            rows,
            static (left, right) => left.Instrument.CompareTo(right.Instrument),
            static row => InstrumentText.Format(row.Instrument));
    }

    private static Position ReadPosition(ref JsonCursor cursor, AssetId settlement)
    {
        InstrumentId instrument = default;
        Quantity quantity = default;
        Price? entryPrice = null;
        Ratio? fundingIndex = null;
        JsonMembers members = cursor.BeginObject(PositionShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "instrument":
                    instrument = ReadInstrument(ref cursor, settlement);
                    break;
                case "quantity":
                    quantity = ReadQuantity(ref cursor);
                    break;
                case "entryPrice":
                    entryPrice = ReadPrice(ref cursor);
                    break;
                case "fundingIndex":
                    fundingIndex = cursor.Ratio();
                    break;
            }
        }

        if (instrument.HasEntryPrice != entryPrice is not null)
        {
            ErrorCode code = instrument.HasEntryPrice ? ErrorCode.MemberMissing : ErrorCode.EntryPriceMismatch;
            string symbol = InstrumentText.Format(instrument);
            cursor.RefuseAt("entryPrice", code, symbol, "an entry price in a future or perpetual, and only there");
        }

        bool isPerpetual = instrument.Kind == InstrumentKind.Perpetual;
        if (isPerpetual != fundingIndex is not null)
        {
            ErrorCode code = isPerpetual ? ErrorCode.MemberMissing : ErrorCode.MemberUnknown;
            string symbol = InstrumentText.Format(instrument);
            cursor.RefuseAt("fundingIndex", code, symbol, "a funding index in a perpetual, and only there");
        }

        return new Position(instrument, quantity, entryPrice ?? default, fundingIndex ?? default);
    }

    private static ImmutableArray<OpenOrder> ReadOrders(ref JsonCursor cursor, AssetId settlement)
    {
        ImmutableArray<OpenOrder>.Builder orders = ImmutableArray.CreateBuilder<OpenOrder>();
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            if (orders.Count == BookDocument.MaxOpenOrders)
            {
                string count = (orders.Count + 1).ToString(CultureInfo.InvariantCulture);
                cursor.Refuse(ErrorCode.TooManyRows, count, $"at most {BookDocument.MaxOpenOrders} open orders");
            }

            InstrumentId instrument = default;
            Quantity quantity = default;
            Price limitPrice = default;
            JsonMembers members = cursor.BeginObject(OrderShape);
            while (cursor.NextMember(ref members))
            {
                switch (cursor.Member)
                {
                    case "instrument":
                        instrument = ReadInstrument(ref cursor, settlement);
                        break;
                    case "quantity":
                        quantity = ReadQuantity(ref cursor);
                        break;
                    case "limitPrice":
                        limitPrice = ReadPrice(ref cursor);
                        break;
                }
            }

            orders.Add(new OpenOrder(instrument, quantity, limitPrice));
        }

        return orders.ToImmutable();
    }

    /// <summary>An instrument of the book's one settlement currency; spot is delivered and fits any book.</summary>
    private static InstrumentId ReadInstrument(ref JsonCursor cursor, AssetId settlement)
    {
        InstrumentId instrument = cursor.Instrument();
        if (instrument.Kind != InstrumentKind.Spot && instrument.SettlementAsset != settlement)
        {
            cursor.Refuse(
                ErrorCode.SettlementMixed, InstrumentText.Format(instrument), $"instruments settled in {settlement}");
        }

        return instrument;
    }

    private static Quantity ReadQuantity(ref JsonCursor cursor)
    {
        long raw = cursor.Decimal(
            Quantity.Decimals, 1 - Quantity.Limit, Quantity.Limit - 1, ErrorCode.QuantityTooLarge);
        if (raw == 0)
        {
            cursor.Refuse(ErrorCode.QuantityZero, "0", "a quantity other than 0");
        }

        return new Quantity(raw);
    }

    /// <summary>A price that a book recorded: any the unit holds, since a held row is valued whatever it is.</summary>
    private static Price ReadPrice(ref JsonCursor cursor) =>
        new(cursor.Decimal(Price.Decimals, 1, Price.Limit - 1, ErrorCode.PriceOutOfRange));
}
