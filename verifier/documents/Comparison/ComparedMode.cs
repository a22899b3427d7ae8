using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>One margin model's figures of a book, or why the model cannot margin the book.</summary>
/// <param name="Name">The profile's name, or the document's file.</param>
/// <param name="Rule">The model's margin rule.</param>
/// <param name="ModelId">The model, with its scenarios, under the current engine.</param>
/// <param name="WorstLabel">The label of the worst scenario; empty where there is none.</param>
/// <param name="Result">The figures; null where the model refuses the book.</param>
/// <param name="Refusal">Why it does; null where it does not.</param>
public sealed record ComparedMode(
    string Name,
    MarginRule Rule,
    Bytes32 ModelId,
    string WorstLabel,
    MarginResult? Result,
    MarginException? Refusal);
