using System;
using System.Collections.Immutable;
using System.CommandLine;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Cli.Commands;

/// <summary>inspect: shows a bundle as JSON. It checks hashes but needs neither signatures nor an engine.</summary>
internal static class InspectCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly ImmutableArray<string> Names = [.. Enum.GetValues<BundleSection>()
        .Where(static section => section != BundleSection.None)
        .Select(static section => section.ToString().ToLowerInvariant())];

    private static readonly Option<string?> Section = new("--section")
    {
        Description = $"One section: {string.Join(", ", Names)}.",
    };

    private static readonly Option<bool> Raw = new("--raw")
    {
        Description = "The section's bytes as hexadecimal: the words that the contracts hash.",
    };

    internal static Command Create()
    {
        WordText.Offer(Section, Names);
        Command command = new(
            "inspect",
            "Show a bundle as JSON.\n\nExamples:\n  verifiable inspect 0xab12.vmb --section attestation\n"
            + "  verifiable inspect 0xab12.vmb --section market --raw")
        {
            BundleFile.File,
            Section,
            Raw,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string path = parsed.GetRequiredValue(BundleFile.File);
        Bundle bundle = BundleFile.Read(path);
        ImmutableArray<string> wanted =
            parsed.GetValue(Section) is string one ? [WordText.Parse(one, Names, Section.Name)] : Names;
        JsonObject document = [];
        foreach (string name in wanted)
        {
            BundleSection section = Enum.Parse<BundleSection>(name, ignoreCase: true);
            document[name] = parsed.GetValue(Raw) ? RawOf(bundle, section) : Decoded(bundle, section, path);
        }

        JsonNode answer = wanted.Length == 1 ? document[wanted[0]]!.DeepClone() : document;
        Console.Out.WriteLine(
            answer is JsonValue hexadecimal && parsed.GetValue(Raw)
                ? hexadecimal.GetValue<string>()
                : answer.ToJsonString(Indented));
        return ExitCode.Yes;
    }

    private static JsonValue RawOf(Bundle bundle, BundleSection section)
    {
        ReadOnlyMemory<byte> bytes = section switch
        {
            BundleSection.Attestation => bundle.Attestation.ToWords().ToArray(),
            BundleSection.Signatures => bundle.Signatures.ToWords(),
            BundleSection.Notes => bundle.Notes,
            BundleSection.Neo => bundle.Neo?.ToWords() ?? [],
            _ => bundle.Evidence[section],
        };
        return JsonValue.Create($"0x{Convert.ToHexStringLower(bytes.Span)}");
    }

    private static JsonNode Decoded(Bundle bundle, BundleSection section, string path)
    {
        switch (section)
        {
            case BundleSection.Attestation:
                return AttestationJson.Of(bundle.Attestation);
            case BundleSection.Signatures:
                return SignaturesOf(bundle.Signatures);
            case BundleSection.Notes:
                return bundle.Notes.IsEmpty ? new JsonObject() : JsonNode.Parse(bundle.Notes.Span)!;
            case BundleSection.Neo:
                return bundle.Neo is { } part ? NeoOf(part) : new JsonObject();
        }

        AttestedInputs inputs = Replay.Read(bundle, path);
        MarginResult result = Replay.ReadResult(bundle, path);
        return JsonNode.Parse(section switch
        {
            BundleSection.Engine => EngineOf(inputs.Engine),
            BundleSection.Parameters => ModelDocument.Write(ModelOf(inputs.Parameters)),
            BundleSection.Scenarios => ScenariosDocument.Write(ScenariosOf(inputs.Scenarios)),
            BundleSection.Market => MarketDocument.Write(inputs.Market),
            BundleSection.Book => BookDocument.Write(new BookDocument(inputs.Book, inputs.Parameters.Settlement, [])),
            _ => ResultDocument.Write(AttestationJson.ResultOf(bundle.Attestation, inputs, result)),
        })!;
    }

    /// <summary>Names and labels are not hashed, so a bundle has none: these stand in for them.</summary>
    private static ModelDocument ModelOf(ModelParameters parameters) =>
        new(parameters with { Name = "bundle", Version = "0" }, null);

    private static ScenariosDocument ScenariosOf(ScenarioSet set) => new(
        "bundle",
        null,
        set with
        {
            Scenarios = [.. set.Scenarios.Select(static (scenario, at) => scenario with { Label = $"scenario:{at}" })],
        },
        [.. set.Scenarios.Select(static scenario => KindOf(scenario))]);

    private static ScenarioKind KindOf(Scenario scenario) => scenario switch
    {
        { IsResidual: true } => ScenarioKind.Filtered,
        { IsTail: true } => ScenarioKind.Historical,
        { Column: VolatilityColumn.LinearSkew or VolatilityColumn.AbsoluteSkew } => ScenarioKind.Skew,
        { Column: VolatilityColumn.Own } => ScenarioKind.Stress,
        { DampeningQ40: < 1L << 40 } => ScenarioKind.Tail,
        _ => ScenarioKind.Grid,
    };

    private static byte[] EngineOf(EngineIdentity engine) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["engineId"] = EngineRows.Hash(engine).ToString(),
        ["specification"] = $"{engine.SpecMajor}.{engine.SpecMinor}",
        ["vectorsHash"] = engine.VectorsHash.ToString(),
    });

    /// <summary>The attestation, then the two arguments that the vault on Neo takes.</summary>
    private static JsonObject NeoOf(NeoPart part)
    {
        JsonObject shown = AttestationJson.NeoOf(part)!;
        shown["attestation"] = AttestationJson.Of(part.Attestation);
        shown["attestationArgument"] = $"0x{Convert.ToHexStringLower(part.Attestation.ToWords())}";
        shown["signaturesArgument"] = $"0x{Convert.ToHexStringLower(part.VaultSignatures())}";
        return shown;
    }

    private static JsonObject SignaturesOf(CommitteeSignatures signatures) => new()
    {
        ["threshold"] = signatures.Signers.Threshold,
        ["signers"] = new JsonArray(
            [.. signatures.Signers.Signers.Select(static signer => (JsonNode)signer.ToString()!)]),
        ["bitmap"] = $"0x{signatures.Bitmap:x}",
        ["signed"] = new JsonArray([.. signatures.MarkedSigners().Zip(signatures.Signatures).Select(static pair =>
            (JsonNode)new JsonObject
            {
                ["signer"] = pair.First.ToString(),
                ["r"] = pair.Second.R.ToString(),
                ["vs"] = pair.Second.Vs.ToString(),
            })]),
    };
}
