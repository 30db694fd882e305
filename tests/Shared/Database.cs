using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Bodega.Tests;

/// <summary>Which database a test runs on.</summary>
public enum Database
{
    Sqlite,
    PostgreSql,
}

/// <summary>Runs a theory on SQLite, and on PostgreSQL too where <c>BODEGA_TEST_POSTGRES</c> names one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new(TestDatabase.PostgreSqlServer is null
            ? [new TheoryDataRow<Database>(Database.Sqlite)]
            : [new TheoryDataRow<Database>(Database.Sqlite), new TheoryDataRow<Database>(Database.PostgreSql)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
