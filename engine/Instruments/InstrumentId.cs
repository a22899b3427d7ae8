using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Engine.Instruments;

/// <summary>
/// An instrument in 32 bytes whose unsigned order is the order that margin wants: by underlying, quote, settlement,
/// expiry, strike, then call before put. Discounting by expiry and shorts by strike are one pass over sorted rows.
/// </summary>
/// <remarks>
/// Bytes: 0 version, 1-8 underlying, 9-14 quote, 15 settlement, 16-20 expiry, 21-28 strike, 29 kind, 30-31 zero.
/// </remarks>
/// <param name="Word">The 32 bytes.</param>
[SuppressMessage("Design", "CA1036", Justification = "Order is by CompareTo; an instrument is not more than another.")]
public readonly record struct InstrumentId(Bytes32 Word) : IComparable<InstrumentId>
{
    /// <summary>The only version: European options and their underlyings.</summary>
    public const byte Version = 1;

    /// <summary>The underlying, bytes 1 to 8.</summary>
    public UnderlyingId Underlying => new((Word.First << 8) | (Word.Second >> 56));

    /// <summary>The quote currency, bytes 9 to 14.</summary>
    public AssetId Quote => new((Word.Second << 8) & 0xFFFF_FFFF_FFFF_0000);

    /// <summary>The settlement, byte 15.</summary>
    public Settlement Settlement => (Settlement)(Word.Second & 0xFF);

    /// <summary>The expiry in Unix seconds, bytes 16 to 20; zero for spot and perpetual.</summary>
    public Instant Expiry => new((long)(Word.Third >> 24));

    /// <summary>The strike, bytes 21 to 28; zero unless an option. Bytes that are no price read as negative.</summary>
    public Price Strike
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(unchecked((long)(((Word.Third & 0xFF_FFFF) << 40) | (Word.Fourth >> 24))));
    }

    /// <summary>The kind, byte 29.</summary>
    public InstrumentKind Kind
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (InstrumentKind)((Word.Fourth >> 16) & 0xFF);
    }

    /// <summary>Whether it is a call or a put.</summary>
    public bool IsOption => Kind is InstrumentKind.Call or InstrumentKind.Put;

    /// <summary>Whether it marks to an entry price: a perpetual or a future.</summary>
    public bool HasEntryPrice => Kind is InstrumentKind.Perpetual or InstrumentKind.Future;

    /// <summary>The currency it pays in: the coin for an inverse instrument, else the quote.</summary>
    public AssetId SettlementAsset =>
        Settlement == Settlement.Inverse ? new AssetId(Underlying.Letters & 0xFFFF_FFFF_FFFF_0000) : Quote;

    /// <summary>Composes the bytes without judging them; <see cref="IsWellFormed"/> judges.</summary>
    public static InstrumentId Create(
        UnderlyingId underlying,
        AssetId quote,
        Settlement settlement,
        Instant expiry,
        Price strike,
        InstrumentKind kind)
    {
        ulong strikeRaw = (ulong)strike.Raw;
        return new InstrumentId(new Bytes32(
            ((ulong)Version << 56) | (underlying.Letters >> 8),
            ((underlying.Letters & 0xFF) << 56) | (quote.Letters >> 8) | (ulong)settlement,
            ((ulong)expiry.Seconds << 24) | (strikeRaw >> 40),
            ((strikeRaw & 0xFF_FFFF_FFFF) << 24) | ((ulong)kind << 16)));
    }

    /// <summary>
    /// The word under which a market lists the volatility of this strike: settlement and kind are zero.
    /// </summary>
    public InstrumentId StrikeWord =>
        Create(Underlying, Quote, Settlement.None, Expiry, Strike, InstrumentKind.None);

    /// <summary>Whether two instruments lie in one expiry group: bytes 1 to 20 agree.</summary>
    public bool SharesExpiryWith(InstrumentId other) =>
        Word.First == other.Word.First
        && Word.Second == other.Word.Second
        && Word.Third >> 24 == other.Word.Third >> 24;

    /// <summary>
    /// Whether the bytes are an instrument of this version: names without gaps, padding zero, an expiry exactly where
    /// the kind has one, a strike exactly where it is an option, and a settlement that the kind can have.
    /// </summary>
    public bool IsWellFormed
    {
        get
        {
            bool names = Word.First >> 56 == Version && Underlying.IsWellFormed && Quote.IsWellFormed;
            bool padding = (Word.Fourth & 0xFFFF) == 0 && Strike.Raw is >= 0 and < Price.Limit;
            bool coin = Settlement != Settlement.Inverse || (Underlying.Letters & 0xFFFF) == 0;
            bool settled = Settlement is Settlement.Linear or Settlement.Inverse;
            bool shape = Kind switch
            {
                InstrumentKind.Spot => Settlement == Settlement.None && Expiry.Seconds == 0 && Strike.Raw == 0,
                InstrumentKind.Perpetual => settled && Expiry.Seconds == 0 && Strike.Raw == 0,
                InstrumentKind.Future => settled && Expiry.Seconds > 0 && Strike.Raw == 0,
                InstrumentKind.Call or InstrumentKind.Put => settled && Expiry.Seconds > 0 && Strike.Raw > 0,
                _ => false,
            };
            return names && padding && coin && shape;
        }
    }

    /// <summary>The identifier, or a refusal.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.IdentifierMalformed"/>.</exception>
    public static InstrumentId Checked(Bytes32 word)
    {
        InstrumentId instrument = new(word);
        return instrument.IsWellFormed
            ? instrument
            : throw new MarginException(
                ErrorCode.IdentifierMalformed, "", "instrument", word.ToString(), "an instrument of version 1");
    }

    /// <inheritdoc/>
    public int CompareTo(InstrumentId other) => Word.CompareTo(other.Word);

    /// <summary>The 32 bytes as 0x and lower-case hexadecimal digits.</summary>
    public override string ToString() => Word.ToString();
}
