using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>The fields of a 32-byte instrument and its canonical form, as in contracts/InstrumentId.sol.</summary>
/// <remarks>
/// Bytes: 0 version, 1-8 underlying, 9-14 quote, 15 settlement, 16-20 expiry, 21-28 strike, 29 kind, 30-31 zero. A
/// field is read by its lowest bit.
/// </remarks>
internal static class InstrumentId
{
    internal const long Spot = 1;
    internal const long Perpetual = 2;
    internal const long Future = 3;
    internal const long Call = 4;
    internal const long Put = 5;

    internal const long SettlementNone = 0;
    internal const long SettlementLinear = 1;
    internal const long SettlementInverse = 2;

    /// <summary>From this bit on two instruments of one underlying agree.</summary>
    internal const int UnderlyingBit = 184;

    /// <summary>From this bit on two instruments of one expiry agree.</summary>
    internal const int ExpiryBit = 88;

    private const long Version = 1;
    private const int StrikeBit = 24;
    private const int StrikeBits = 62;
    private const int UnderlyingByte = 1;
    private const int UnderlyingLetters = 8;
    private const int QuoteByte = 9;
    private const int AssetLetters = 6;
    private const int LastByte = 31;

    /// <summary>The underlying's identifier: its 8 bytes left-aligned.</summary>
    internal static Word Underlying(Word instrument) =>
        Word.ShiftedUp(Word.Lowest(Word.Above(instrument, UnderlyingBit), 64), 192);

    /// <summary>The quote's letters as a number.</summary>
    internal static long Quote(Word instrument) => Word.Bits(instrument, 136, 48);

    /// <summary>0 none, 1 linear, 2 inverse.</summary>
    internal static long Settlement(Word instrument) => Word.Bits(instrument, 128, 8);

    /// <summary>Unix seconds; zero for spot and perpetual.</summary>
    internal static long Expiry(Word instrument) => Word.Bits(instrument, ExpiryBit, 40);

    /// <summary>1e-8 of the quote; zero unless an option.</summary>
    internal static long Strike(Word instrument) => Word.Bits(instrument, StrikeBit, StrikeBits);

    /// <summary>1 spot, 2 perpetual, 3 future, 4 call, 5 put.</summary>
    internal static long Kind(Word instrument) => Word.Bits(instrument, 16, 8);

    internal static bool IsOption(Word instrument) => Kind(instrument) >= Call;

    /// <summary>Refuses what cannot be traded: other bytes than an instrument's, and all that is not linear.</summary>
    internal static void RequireTradable(Word instrument)
    {
        Contract.Require(IsCanonical(instrument), "InstrumentMalformed");
        Contract.Require(Settlement(instrument) == SettlementLinear, "InstrumentNotTradable");
    }

    /// <summary>Whether the bytes are a canonical identifier of version 1.</summary>
    internal static bool IsCanonical(Word instrument) =>
        Byte(instrument, 0) == Version
        && Word.Bits(instrument, 0, 16) == 0
        && IsAscii(instrument, UnderlyingByte, UnderlyingLetters)
        && IsAscii(instrument, QuoteByte, AssetLetters)
        && IsSettled(instrument)
        && HasTerms(instrument);

    /// <summary>A settlement that the kind can have. A coin that settles is an asset, and an asset has six
    /// letters.</summary>
    private static bool IsSettled(Word instrument)
    {
        long settlement = Settlement(instrument);
        if (Kind(instrument) == Spot)
        {
            return settlement == SettlementNone;
        }

        return settlement == SettlementLinear
            || (settlement == SettlementInverse && Byte(instrument, UnderlyingByte + AssetLetters) == 0);
    }

    /// <summary>An expiry exactly where the kind has one, a strike exactly where it is an option.</summary>
    private static bool HasTerms(Word instrument)
    {
        long kind = Kind(instrument);
        return kind >= Spot && kind <= Put
            && (Expiry(instrument) != 0) == (kind >= Future)
            && (Strike(instrument) != 0) == (kind >= Call)
            && Word.Bits(instrument, StrikeBit + StrikeBits, 2) == 0;
    }

    /// <summary>Whether bytes are at least one letter A-Z or digit, left-aligned, then zeros.</summary>
    private static bool IsAscii(Word instrument, int first, int width)
    {
        bool ended = false;
        for (int at = first; at < first + width; at++)
        {
            long letter = Byte(instrument, at);
            bool isLetter = (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
            if (isLetter ? ended : letter != 0 || at == first)
            {
                return false;
            }

            ended = !isLetter;
        }

        return true;
    }

    private static long Byte(Word instrument, int at) => Word.Bits(instrument, 8 * (LastByte - at), 8);
}
