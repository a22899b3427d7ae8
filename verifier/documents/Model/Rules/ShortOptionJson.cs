using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>What a short option needs, as the rules by position and the standard rule write it.</summary>
internal static class ShortOptionJson
{
    private static readonly JsonShape Shape = new(
        "maximumShare", "minimumShare", "callMaintenance", "putMaintenance", "putValueMaintenance",
        "putInitialMultiple");

    internal static ShortOptionParameters Read(ref JsonCursor cursor)
    {
        Ratio[] ratios = ParameterJsonReader.ReadRatios(ref cursor, Shape, 0, ParameterRange.MaxRaw);
        ShortOptionParameters option = new(ratios[0], ratios[1], ratios[2], ratios[3], ratios[4], ratios[5]);
        Require(ref cursor, option.MinimumShare.Raw <= option.MaximumShare.Raw, "minimumShare", "at most maximumShare");
        Require(
            ref cursor, option.CallMaintenance.Raw <= option.MinimumShare.Raw, "callMaintenance", "at most minimumShare");
        Require(
            ref cursor, option.PutMaintenance.Raw <= option.MinimumShare.Raw, "putMaintenance", "at most minimumShare");
        Require(ref cursor, option.PutInitialMultiple.Raw >= Ratio.One, "putInitialMultiple", "at least 1");
        return option;
    }

    internal static void Write(Utf8JsonWriter writer, ShortOptionParameters option)
    {
        writer.WriteStartObject("option");
        writer.WriteRatio("maximumShare", option.MaximumShare);
        writer.WriteRatio("minimumShare", option.MinimumShare);
        writer.WriteRatio("callMaintenance", option.CallMaintenance);
        writer.WriteRatio("putMaintenance", option.PutMaintenance);
        writer.WriteRatio("putValueMaintenance", option.PutValueMaintenance);
        writer.WriteRatio("putInitialMultiple", option.PutInitialMultiple);
        writer.WriteEndObject();
    }

    private static void Require(ref JsonCursor cursor, bool holds, string member, string accepted)
    {
        if (!holds)
        {
            cursor.RefuseAt(member, ErrorCode.ParameterOutOfRange, string.Empty, accepted);
        }
    }
}
