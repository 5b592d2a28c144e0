// `serve`, `follow` and `status` as a newcomer uses them, on a real Kafka, by the program itself.

#include "tests/fault/child_process.h"
#include "tests/support/kafka_broker.h"
#include "tests/support/temp_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace aduan {
namespace {

using testing::HasSubstr;
using testing::Not;

class Serve : public testing::Test {
 protected:
  std::vector<std::string> words(std::vector<std::string> rest) const {
    const char* const program = std::getenv("ADUAN_BINARY");
    EXPECT_NE(program, nullptr);
    std::vector<std::string> all{program == nullptr ? "" : program, "--ledger",
                                 format_kafka_address(connection_.address), "--state",
                                 (folder_.path() / "state").string()};
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }
  struct Ran {
    std::string out;
    int code = -1;
  };
  Ran run(std::vector<std::string> rest) const {
    ChildProcess child(words(std::move(rest)));
    Ran ran;
    while (const auto line = child.read_line()) ran.out += *line + "\n";
    ran.code = child.wait().value_or(-1);
    return ran;
  }
  void run_well(std::vector<std::string> rest) const {
    const Ran ran = run(std::move(rest));
    EXPECT_EQ(ran.code, 0) << ran.out;
  }
  std::string submit(const std::string& text) const {
    const Ran ran = run({"--as", "reporter", "--format", "json", "submit", "--channel", "web",
                         "--kind", "complaint", "--title", "Antrean", "--text", text});
    EXPECT_EQ(ran.code, 0) << ran.out;
    const std::size_t at = ran.out.find("\"tracking\":\"");
    EXPECT_NE(at, std::string::npos) << ran.out;
    return at == std::string::npos ? "" : ran.out.substr(at + 12, 13);
  }
  void forward(const std::string& tracking) const {
    run_well({"--as", "verifier:desk/v-1", "verify", tracking, "--kind", "complaint", "--category",
              "lainnya"});
    run_well({"--as", "verifier:desk/v-1", "forward", tracking, "--to", "kl-kemenkes"});
  }
  /// What the agency's system is shown; waits until a line has the text.
  static std::string read_until(ChildProcess& follow, const std::string& text) {
    std::string seen;
    while (const auto line = follow.read_line()) {
      seen += *line + "\n";
      if (line->find(text) != std::string::npos) return seen;
    }
    ADD_FAILURE() << "it ended: " << seen;
    return seen;
  }

  const TempFolder folder_;
  const KafkaConnection connection_ = shared_kafka().connection(fresh_prefix());
};

TEST_F(Serve, BringsAForwardedCaseToWhoFollowsTheAgency) {
  run_well({"init", "--name", "served", "--partitions", "2"});
  ChildProcess serve(words({"serve"}));
  ChildProcess follow(
      words({"follow", "kl-kemenkes", "--format", "jsonl"}));  // before there is a topic
  run_well({"agency", "connect", "kl-kemenkes"});
  run_well({"category", "define", "lainnya"});
  const std::string first = submit("berlubang sekali");
  forward(first);
  ASSERT_FALSE(HasFailure());
  const std::string shown = read_until(follow, "complaint.forwarded");
  EXPECT_THAT(shown, HasSubstr("berlubang sekali"));
  EXPECT_THAT(shown, HasSubstr("/agency/kl-kemenkes"));
  follow.terminate();
  EXPECT_EQ(follow.wait(), 0);

  // The group goes on where it was; another one, and --from-start, begin at the beginning.
  const std::string second = submit("gelap gulita");
  forward(second);
  ASSERT_FALSE(HasFailure());
  ChildProcess again(words({"follow", "kl-kemenkes"}));
  const std::string rest = read_until(again, "forwarded");
  EXPECT_THAT(rest, HasSubstr("gelap gulita"));
  EXPECT_THAT(rest, Not(HasSubstr("berlubang")));
  again.terminate();
  EXPECT_EQ(again.wait(), 0);
  EXPECT_EQ(run({"follow", "kl-kemenkes", "--until-end"}).out, "");
  EXPECT_THAT(run({"follow", "kl-kemenkes", "--until-end", "--from-start"}).out,
              HasSubstr("berlubang"));

  const Ran status = run({"--format", "json", "status"});
  EXPECT_EQ(status.code, 0);
  EXPECT_THAT(status.out, HasSubstr(R"("role":"router")"));
  EXPECT_THAT(status.out, HasSubstr(R"("state":"up_to_date")"));
  serve.terminate();
  EXPECT_EQ(serve.wait(), 0);
}

TEST_F(Serve, RefusesWhatItCannotRun) {
  EXPECT_EQ(run({"serve", "--roles", "worker,cook"}).code, 2);
  EXPECT_EQ(run({"serve"}).code, 3) << "there is no ledger";
  EXPECT_EQ(run({"follow", "kl-kemenkes", "--until-end"}).code, 3);
  EXPECT_EQ(run({"follow", "KL X"}).code, 2);
}

}  // namespace
}  // namespace aduan
