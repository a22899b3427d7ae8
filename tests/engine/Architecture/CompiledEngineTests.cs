using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Verifiable.Engine.Margin;
using Verifiable.Kernel;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Architecture;

/// <summary>Rules of the engine, read from what was compiled.</summary>
public sealed class CompiledEngineTests(ITestOutputHelper output)
{
    private static readonly Assembly[] Engine = [typeof(MarginException).Assembly, typeof(PortfolioMargin).Assembly];

    [Fact]
    public void Engine_Compiled_HasNoFloatingPoint() => AssertNone(UsesOf(Engine).Where(EngineRules.IsFloating));

    [Fact]
    public void Engine_Compiled_HasNoClockChanceThreadOrHashOrder() =>
        AssertNone(UsesOf(Engine).Where(EngineRules.IsForbidden));

    [Fact]
    public void Engine_Compiled_UsesOnlyNamespacesBelow() => AssertNone(UsesOf(Engine).Where(EngineRules.IsUpward));

    [Fact]
    public void Engine_EveryNamespace_HasAPlaceInTheOrder()
    {
        IEnumerable<string> namespaces = Engine.SelectMany(static assembly => assembly.GetTypes())
            .Select(static type => type.Namespace ?? string.Empty)
            .Where(static name => name.Count(static letter => letter == '.') == 2 && name.StartsWith("Verifiable."))
            .Distinct();

        Assert.Subset(EngineRules.Ordered.ToHashSet(), namespaces.ToHashSet());
    }

    [Theory]
    [InlineData(nameof(PlantedFaults.Floating.ByLiteral), "ldc.r8")]
    [InlineData(nameof(PlantedFaults.Floating.ByCall), "System.Math::Cbrt")]
    [InlineData(nameof(PlantedFaults.Floating.BySignature), "System.Single")]
    [InlineData(nameof(PlantedFaults.Floating.ByDecimal), "System.Decimal")]
    [InlineData(nameof(PlantedFaults.Floating.ByElement), "System.Half")]
    [InlineData(nameof(PlantedFaults.Floating.ByGenericArgument), "System.Double")]
    [InlineData(nameof(PlantedFaults.Floating.ByConversion), "conv.r4")]
    public void Detector_PlantedFloat_IsFound(string method, string used) =>
        Assert.Contains(used, Planted(method, EngineRules.IsFloating));

    [Theory]
    [InlineData(nameof(PlantedFaults.Forbidden.ByClock), "System.DateTime::get_UtcNow")]
    [InlineData(nameof(PlantedFaults.Forbidden.ByChance), "System.Random::.ctor")]
    [InlineData(nameof(PlantedFaults.Forbidden.ByQuery), "System.Linq.Enumerable::Count")]
    [InlineData(nameof(PlantedFaults.Forbidden.ByThread), "System.Threading.Thread::Yield")]
    [InlineData(nameof(PlantedFaults.Forbidden.ByTask), "System.Threading.Tasks.Task::get_CompletedTask")]
    [InlineData(nameof(PlantedFaults.Forbidden.ByHashOrder), "System.Collections.Generic.Dictionary`2::.ctor")]
    [InlineData(nameof(PlantedFaults.Forbidden.ByCulture), "System.Globalization.CultureInfo::get_CurrentCulture")]
    public void Detector_PlantedDependence_IsFound(string method, string used) =>
        Assert.Contains(used, Planted(method, EngineRules.IsForbidden));

    [Theory]
    [InlineData("Verifiable.Engine.Valuation", "Verifiable.Engine.Margin.Listing::Check", true)]
    [InlineData("Verifiable.Engine.Margin", "Verifiable.Engine.Valuation.Resolve::Account", false)]
    [InlineData("Verifiable.Kernel.Numerics", "Verifiable.Kernel.Pricing.Cell", true)]
    [InlineData("Verifiable.Kernel.Numerics", "Verifiable.Kernel.Refusal::Throw", false)]
    public void Order_OfNamespaces_IsJudged(string from, string used, bool isUpward) =>
        Assert.Equal(isUpward, EngineRules.IsUpward(new Use(from, from, used)));

    private static IEnumerable<string> Planted(string method, Func<Use, bool> rule) =>
        UsesOf([typeof(PlantedFaults).Assembly])
            .Where(use => use.User.Contains(nameof(PlantedFaults), StringComparison.Ordinal)
                && use.User.EndsWith($".{method}", StringComparison.Ordinal)
                && rule(use))
            .Select(static use => use.Used);

    private static IEnumerable<Use> UsesOf(IEnumerable<Assembly> assemblies)
    {
        foreach (Assembly assembly in assemblies)
        {
            using CompiledAssembly compiled = new(assembly.Location);
            foreach (Use use in compiled.Uses())
            {
                yield return use;
            }
        }
    }

    private void AssertNone(IEnumerable<Use> broken)
    {
        output.WriteLine($"{UsesOf(Engine).Count()} uses read");
        string found = string.Join('\n', broken.Select(static use => use.ToString()).Distinct());
        Assert.True(found.Length == 0, found);
    }
}
