using System;
using System.Linq;
using Verifiable.Documents.Json;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The model document: a margin model's parameters and, optionally, the scenario set they belong to.</summary>
/// <param name="Parameters">The parameters; their type is the margin rule.</param>
/// <param name="ScenarioHash">The hash of the only scenario set the model accepts; null when it accepts any.</param>
public sealed record ModelDocument(MarginParameters Parameters, Bytes32? ScenarioHash)
{
    /// <summary>The value of the member <c>schema</c>.</summary>
    public const string Schema = "verifiable/model/1";

    /// <summary>Largest document accepted, 1 MiB.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Reads a document; its haircuts may be in any order.</summary>
    /// <param name="json">The document's bytes.</param>
    /// <param name="file">The file's name, for refusals.</param>
    /// <exception cref="MarginException">What is wrong, and where.</exception>
    public static ModelDocument Read(ReadOnlySpan<byte> json, string file)
    {
        JsonCursor cursor = new(json, file, MaxBytes);
        cursor.RequireSchema(Schema);
        ModelDocument document = ModelJsonReader.Read(ref cursor);
        cursor.End();
        return document;
    }

    /// <summary>The bytes of a document; they read back as the same document.</summary>
    public static byte[] Write(ModelDocument document) =>
        JsonText.Write(Schema, writer => ModelJsonWriter.Write(writer, document));

    /// <summary>
    /// The scenarios of a rule that reads no document of them, none for a rule by position; null for a rule that reads
    /// one.
    /// </summary>
    public ScenariosDocument? OwnScenarios()
    {
        if (Parameters.ReadsScenarios)
        {
            return null;
        }

        ScenarioSet set = MarginModel.Of(Parameters).Scenarios;
        return new ScenariosDocument(
            Parameters.Name, null, set, [.. set.Scenarios.Select(static _ => ScenarioKind.Grid)]);
    }

    /// <summary>
    /// The parameters, where contracts recompute them: of the portfolio rule, without a member that only reports.
    /// </summary>
    /// <param name="file">The model's file, for the refusal.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.ProfileNotEnforceable"/>.</exception>
    public ModelParameters Enforceable(string file)
    {
        ModelParameters portfolio = Parameters as ModelParameters ?? throw new MarginException(
            ErrorCode.ProfileNotEnforceable,
            file,
            "/rule",
            RuleNames.Word(Parameters.Rule),
            "a model of the portfolio rule: every other reports only");
        Listing.CheckEnforceable(portfolio, file);
        return portfolio;
    }

    /// <summary>Refuses a scenario set other than the one the model was made for.</summary>
    /// <param name="scenarios">The set at hand.</param>
    /// <param name="file">The model's file, for the refusal.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.DocumentInconsistent"/>.</exception>
    public void RequireScenarios(ScenarioSet scenarios, string file)
    {
        Bytes32 found = ScenarioRows.Hash(scenarios);
        if (ScenarioHash is { } expected && expected != found)
        {
            throw new MarginException(
                ErrorCode.DocumentInconsistent,
                file,
                "/scenarios",
                expected.ToString(),
                $"the scenario set's hash {found}");
        }
    }
}
