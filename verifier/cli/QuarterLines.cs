using System;
using System.Globalization;
using System.Threading;

namespace Verifiable.Cli;

/// <summary>Progress for a file or a pipe: a line at each quarter of a step.</summary>
/// <param name="say">Prints a line.</param>
internal sealed class QuarterLines(Action<string> say)
{
    private readonly Lock _gate = new();
    private string _name = string.Empty;
    private long _quarter;

    /// <summary>Told how far a step is.</summary>
    internal void Report(string name, int done, int all)
    {
        long quarter = 4L * done / all;
        lock (_gate)
        {
            if (name != _name)
            {
                _name = name;
                _quarter = 0;
            }

            if (quarter > _quarter)
            {
                _quarter = quarter;
                say(string.Create(CultureInfo.InvariantCulture, $"{name}: {done} of {all}"));
            }
        }
    }
}
