// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradeFixture} from "./TradeFixture.sol";
import {PlainToken} from "./Tokens.sol";
import {ModelRows} from "./ModelRows.sol";
import {MarginEngine} from "../../../contracts/MarginEngine.sol";
import {IMarginEngine} from "../../../contracts/interfaces/IMarginEngine.sol";
import {
    AccountState,
    MarginTags,
    MarketInput,
    Purpose,
    Row,
    Witness,
    WitnessKind
} from "../../../contracts/interfaces/IMarginTypes.sol";
import {Capability} from "../../../contracts/interfaces/IModelRegistry.sol";

/// @title Vault and auction over the real engine, with a model whose numbers can be worked out by hand.
/// @notice Two scenarios, the spot a quarter down and a quarter up; initial margin is 5/4 of the worst loss,
/// maintenance margin the loss itself. Ether is 2,000 and counts for nine tenths in maintenance, eight tenths in
/// initial margin. Alice holds two perpetuals from 50,000 and 35,000 in cash, Bob is short of them.
abstract contract ProofFixture is TradeFixture {
    uint16 internal constant DOWN = 0;
    uint16 internal constant UP = 1;
    int64 internal constant ONE = 1e12;
    uint8 internal constant ETHER = 1;

    PlainToken internal etherToken;

    function setUp() public virtual override {
        super.setUp();
        etherToken = new PlainToken(18);
        vm.prank(TIMELOCK);
        vault.registerAsset("ETH", address(etherToken), 1_000_000e8);
        _deposit(aliceAccount, 35_000e6);
        _deposit(bobAccount, 200_000e6);
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        _nextRound(SPOT, 0);
    }

    function _deployEngine() internal override returns (IMarginEngine) {
        return new MarginEngine();
    }

    function _capabilities() internal pure override returns (uint32) {
        return Capability.SELF_PROOF | Capability.WITNESS | Capability.DISPUTE;
    }

    /// @notice Version, currency, stable coin, horizon, 34 numbers, the measure (a scan), one haircut.
    /// @param version Told apart by the horizon, which no scan reads.
    function _model(
        uint256 version
    ) internal pure virtual override returns (bytes memory parameters, bytes memory scenarios) {
        parameters = bytes.concat(
            ModelRows.head(1, 86_400 + version),
            ModelRows.numbers((ONE * 5) / 4, ONE),
            abi.encode(0, 0, 1, bytes32("ETH"), ONE / 10, ONE / 10, 0, 0)
        );
        bytes32 head = ModelRows.scenarioHead();
        scenarios = abi.encode(MarginTags.SCENARIOS, 2, 1, BTC, head, _quarters(3), head, _quarters(5));
    }

    function _assets(int64 time) internal view virtual override returns (bytes memory) {
        return abi.encode(MarginTags.SECTION, 1, bytes32("ETH"), _fields(2_000 * ONE, ONE, time, 0));
    }

    /// @notice Bitcoin with one expiry, whose forward is the spot; it lists no volatility.
    function _section(
        int64 spot,
        int64 fundingIndex,
        int64 time
    ) internal view virtual override returns (bytes memory) {
        return
            abi.encode(
                MarginTags.SECTION,
                _fields(1, 1, 0, 0),
                BTC,
                USD,
                _fields(spot, ONE, time, 0),
                _fields(spot, fundingIndex, ONE, time),
                _fields(int64(uint64(EXPIRY)), spot, 0, 0),
                _fields(ONE, time, 0, 0)
            );
    }

    function _long() internal pure returns (Row[] memory) {
        return _one(_row(_perpetual(), 2e8, SPOT, 0));
    }

    function _short() internal pure returns (Row[] memory) {
        return _one(_row(_perpetual(), -2e8, SPOT, 0));
    }

    /// @notice Alice buys a future from Bob at the forward.
    function _buyAFuture(int64 price) internal {
        Batch memory batch = _aliceBuys(_future(), 1e8, price);
        Row[] memory short = _two(_row(_perpetual(), -2e8, SPOT, 0), _row(_future(), -1e8, price, 0));
        _addChange(batch, aliceAccount, _long(), _longAndFuture(price), _cashOf(aliceAccount), Purpose.Trade);
        _addChange(batch, bobAccount, _short(), short, _cashOf(bobAccount), Purpose.Trade);
        _clear(batch);
    }

    function _longAndFuture(int64 price) internal pure returns (Row[] memory) {
        return _two(_row(_perpetual(), 2e8, SPOT, 0), _row(_future(), 1e8, price, 0));
    }

    /// @notice The latest round as it was registered.
    function _snapshot() internal view returns (MarketInput memory) {
        return MarketInput(round, _observedAt(), sections);
    }

    function _observedAt() internal view returns (uint64) {
        return market.snapshot(round).observedAt;
    }

    /// @notice keccak256(TAG_MARKET, round, time, n, hash of each section).
    function _marketHashOf(MarketInput memory snapshot) internal pure returns (bytes32) {
        bytes memory words = abi.encode(
            MarginTags.MARKET,
            snapshot.round,
            snapshot.observedAt,
            snapshot.sections.length
        );
        for (uint256 i = 0; i < snapshot.sections.length; ++i) {
            words = bytes.concat(words, keccak256(snapshot.sections[i]));
        }
        return keccak256(words);
    }

    function _stateOf(bytes32 account) internal view returns (AccountState state) {
        (, , , state) = vault.state(account);
    }

    function _joint(uint16 scenario) internal pure returns (Witness memory witness) {
        witness.kind = WitnessKind.Joint;
        witness.index = new uint16[](1);
        witness.index[0] = scenario;
    }

    /// @notice Mints ether to an account's owner and deposits it, 1e-8.
    function _depositEther(address owner, bytes32 account, uint128 amount) internal {
        etherToken.mint(owner, uint256(amount) * 1e10);
        vm.startPrank(owner);
        etherToken.approve(address(vault), uint256(amount) * 1e10);
        vault.depositCollateral(account, ETHER, amount);
        vm.stopPrank();
    }

    /// @dev A scenario that moves the spot, in quarters of it.
    function _quarters(int64 quarters) internal pure returns (bytes32) {
        return ModelRows.shock(quarters * int64(1 << 38));
    }
}
